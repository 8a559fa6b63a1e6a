-- Returns a pet to another function, or a row of NULLs. A client finds only their own. Internal. No locks.
CREATE OR REPLACE FUNCTION directory.find_pet(
  p_tenant_id  text,
  p_actor_id   uuid,
  p_actor_role text,
  p_pet_id     uuid
) RETURNS directory.pet
LANGUAGE sql STABLE
AS $$
  SELECT p.*
    FROM directory.pet AS p
   WHERE p.tenant_id = p_tenant_id AND p.pet_id = p_pet_id
     AND (p_actor_role <> 'CLIENT' OR p.client_id = p_actor_id)
$$;
REVOKE ALL ON FUNCTION directory.find_pet FROM PUBLIC;
