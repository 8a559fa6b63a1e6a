-- Returns the services that exist among these, active or not, to another function. Internal. No locks.
CREATE OR REPLACE FUNCTION catalog.find_services(
  p_tenant_id   text,
  p_service_ids uuid[]
) RETURNS SETOF catalog.service
LANGUAGE sql STABLE
AS $$
  SELECT s.* FROM catalog.service AS s WHERE s.tenant_id = p_tenant_id AND s.service_id = ANY (p_service_ids)
$$;
REVOKE ALL ON FUNCTION catalog.find_services FROM PUBLIC;
