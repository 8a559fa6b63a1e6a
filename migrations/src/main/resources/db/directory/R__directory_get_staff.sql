-- Returns a staff member. Outcomes: STAFF_NOT_FOUND. No locks.
CREATE OR REPLACE FUNCTION directory.get_staff(
  p_tenant_id text,
  p_staff_id  uuid,
  OUT outcome kernel.outcome,
  OUT detail  jsonb,
  OUT staff   directory.staff
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  SELECT s.* INTO staff FROM directory.staff AS s WHERE s.tenant_id = p_tenant_id AND s.staff_id = p_staff_id;
  outcome := CASE WHEN FOUND THEN 'OK' ELSE 'STAFF_NOT_FOUND' END;
END;
$$;
REVOKE ALL ON FUNCTION directory.get_staff FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory.get_staff TO corral_app;
