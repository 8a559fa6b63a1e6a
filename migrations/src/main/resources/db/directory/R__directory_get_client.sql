-- Returns a client; a client only themselves. Outcomes: CLIENT_NOT_FOUND. No locks.
CREATE OR REPLACE FUNCTION directory.get_client(
  p_tenant_id  text,
  p_actor_id   uuid,
  p_actor_role text,
  p_client_id  uuid,
  OUT outcome  kernel.outcome,
  OUT detail   jsonb,
  OUT client   directory.client
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  SELECT c.* INTO client
    FROM directory.client AS c
   WHERE c.tenant_id = p_tenant_id AND c.client_id = p_client_id
     AND (p_actor_role <> 'CLIENT' OR c.client_id = p_actor_id);
  outcome := CASE WHEN FOUND THEN 'OK' ELSE 'CLIENT_NOT_FOUND' END;
END;
$$;
REVOKE ALL ON FUNCTION directory.get_client FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory.get_client TO corral_app;
