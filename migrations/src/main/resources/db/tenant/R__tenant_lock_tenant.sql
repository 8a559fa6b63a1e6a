-- Locks and returns a tenant for another function that keeps to a maximum for the whole tenant, or a row of NULLs.
-- Internal. Locks: the tenant.
CREATE OR REPLACE FUNCTION tenant.lock_tenant(
  p_tenant_id text
) RETURNS tenant.tenant
LANGUAGE sql VOLATILE
AS $$
  SELECT t.* FROM tenant.tenant AS t WHERE t.tenant_id = p_tenant_id FOR NO KEY UPDATE
$$;
REVOKE ALL ON FUNCTION tenant.lock_tenant FROM PUBLIC;
