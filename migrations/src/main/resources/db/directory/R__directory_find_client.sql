-- Returns a client to another function, or a row of NULLs. A client finds only themselves. Internal. No locks.
CREATE OR REPLACE FUNCTION directory.find_client(
  p_tenant_id  text,
  p_actor_id   uuid,
  p_actor_role text,
  p_client_id  uuid
) RETURNS directory.client
LANGUAGE sql STABLE
AS $$
  SELECT c.*
    FROM directory.client AS c
   WHERE c.tenant_id = p_tenant_id AND c.client_id = p_client_id
     AND (p_actor_role <> 'CLIENT' OR c.client_id = p_actor_id)
$$;
REVOKE ALL ON FUNCTION directory.find_client FROM PUBLIC;
