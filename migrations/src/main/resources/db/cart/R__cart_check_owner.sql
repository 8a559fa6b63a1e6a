-- Whether a caller may use a cart: staff any, a client their own and a guest's by its token. Internal. No locks.
-- Outcomes, in order: TENANT_NOT_FOUND, CLIENT_NOT_FOUND; NULL: they may.
CREATE OR REPLACE FUNCTION cart.check_owner(
  p_tenant_id  text,
  p_actor_id   uuid,
  p_actor_role text,
  p_owner_id   uuid,
  p_guest      boolean
) RETURNS kernel.outcome
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  IF (tenant.find_tenant(p_tenant_id)).tenant_id IS NULL THEN
    RETURN 'TENANT_NOT_FOUND';
  ELSIF NOT p_guest
        AND (directory.find_client(p_tenant_id, p_actor_id, p_actor_role, p_owner_id)).client_id IS NULL THEN
    RETURN 'CLIENT_NOT_FOUND';
  END IF;
  RETURN NULL;
END;
$$;
REVOKE ALL ON FUNCTION cart.check_owner FROM PUBLIC;
