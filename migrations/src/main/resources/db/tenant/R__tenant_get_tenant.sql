-- Returns a tenant. Outcomes: TENANT_NOT_FOUND. No locks.
CREATE OR REPLACE FUNCTION tenant.get_tenant(
  p_tenant_id text,
  OUT outcome kernel.outcome,
  OUT detail  jsonb,
  OUT tenant  tenant.tenant
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  SELECT t.* INTO tenant FROM tenant.tenant AS t WHERE t.tenant_id = p_tenant_id;
  outcome := CASE WHEN FOUND THEN 'OK' ELSE 'TENANT_NOT_FOUND' END;
END;
$$;
REVOKE ALL ON FUNCTION tenant.get_tenant FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenant.get_tenant TO corral_app;
