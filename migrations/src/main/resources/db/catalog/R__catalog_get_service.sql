-- Returns a service. Outcomes: SERVICE_NOT_FOUND. No locks.
CREATE OR REPLACE FUNCTION catalog.get_service(
  p_tenant_id  text,
  p_service_id uuid,
  OUT outcome  kernel.outcome,
  OUT detail   jsonb,
  OUT service  catalog.service
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  SELECT s.* INTO service FROM catalog.service AS s WHERE s.tenant_id = p_tenant_id AND s.service_id = p_service_id;
  outcome := CASE WHEN FOUND THEN 'OK' ELSE 'SERVICE_NOT_FOUND' END;
END;
$$;
REVOKE ALL ON FUNCTION catalog.get_service FROM PUBLIC;
GRANT EXECUTE ON FUNCTION catalog.get_service TO corral_app;
