-- Returns a tenant's settings to another function, or a row of NULLs. Internal. No locks.
CREATE OR REPLACE FUNCTION tenant.find_tenant(
  p_tenant_id text
) RETURNS tenant.tenant
LANGUAGE sql STABLE
AS $$
  SELECT t.* FROM tenant.tenant AS t WHERE t.tenant_id = p_tenant_id
$$;
REVOKE ALL ON FUNCTION tenant.find_tenant FROM PUBLIC;
