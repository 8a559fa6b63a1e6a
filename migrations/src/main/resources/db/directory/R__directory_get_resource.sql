-- Returns a room or a device. Outcomes: RESOURCE_NOT_FOUND. No locks.
CREATE OR REPLACE FUNCTION directory.get_resource(
  p_tenant_id   text,
  p_resource_id uuid,
  OUT outcome   kernel.outcome,
  OUT detail    jsonb,
  OUT resource  directory.resource
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  SELECT r.* INTO resource
    FROM directory.resource AS r
   WHERE r.tenant_id = p_tenant_id AND r.resource_id = p_resource_id;
  outcome := CASE WHEN FOUND THEN 'OK' ELSE 'RESOURCE_NOT_FOUND' END;
END;
$$;
REVOKE ALL ON FUNCTION directory.get_resource FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory.get_resource TO corral_app;
