-- Returns those of these pets that a client has, for another function. Internal. No locks.
CREATE OR REPLACE FUNCTION directory.find_pets(
  p_tenant_id text,
  p_client_id uuid,
  p_pet_ids   uuid[]
) RETURNS SETOF directory.pet
LANGUAGE sql STABLE
AS $$
  SELECT p.*
    FROM directory.pet AS p
   WHERE p.tenant_id = p_tenant_id AND p.pet_id = ANY (p_pet_ids) AND p.client_id = p_client_id
$$;
REVOKE ALL ON FUNCTION directory.find_pets FROM PUBLIC;
