-- Returns what a tenant may ask, as far as it has limits of its own. Outcomes: TENANT_NOT_FOUND. No locks.
CREATE OR REPLACE FUNCTION tenant.get_tenant_limits(
  p_tenant_id text,
  OUT outcome kernel.outcome,
  OUT detail  jsonb,
  OUT limits  tenant.tenant_limits
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF (tenant.find_tenant(p_tenant_id)).tenant_id IS NULL THEN
    outcome := 'TENANT_NOT_FOUND';
    RETURN;
  END IF;
  SELECT l.* INTO limits FROM tenant.tenant_limits AS l WHERE l.tenant_id = p_tenant_id;
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION tenant.get_tenant_limits FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenant.get_tenant_limits TO corral_app;
