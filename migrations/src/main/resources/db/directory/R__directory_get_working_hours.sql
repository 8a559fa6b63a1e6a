-- Returns the stored week of the clinic (p_staff_id NULL) or of a staff member, with the exceptions and absences of a
-- span of the clinic's dates. Outcomes: STAFF_NOT_FOUND. No locks.
CREATE OR REPLACE FUNCTION directory.get_working_hours(
  p_tenant_id         text,
  p_staff_id          uuid,
  p_from_date         date,
  p_to_date           date,
  OUT outcome         kernel.outcome,
  OUT detail          jsonb,
  OUT weekdays        integer[],
  OUT start_minutes   integer[],
  OUT end_minutes     integer[],
  OUT breaks          boolean[],
  OUT date_exceptions jsonb,  -- by date
  OUT time_off        jsonb   -- by start
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_owner_id  uuid := coalesce(p_staff_id, '00000000-0000-0000-0000-000000000000');
  v_time_zone text := (tenant.find_tenant(p_tenant_id)).time_zone;
BEGIN
  IF p_staff_id IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM directory.staff AS s WHERE s.tenant_id = p_tenant_id AND s.staff_id = p_staff_id) THEN
    outcome := 'STAFF_NOT_FOUND';
    RETURN;
  END IF;

  SELECT w.* INTO weekdays, start_minutes, end_minutes, breaks FROM directory.find_week(p_tenant_id, v_owner_id) AS w;

  date_exceptions := jsonb_agg(to_jsonb(e) ORDER BY e.date)
    FROM directory.date_exception AS e
   WHERE e.tenant_id = p_tenant_id AND e.owner_id = v_owner_id AND e.date BETWEEN p_from_date AND p_to_date;

  time_off := jsonb_agg(to_jsonb(o) ORDER BY o.start_time, o.time_off_id)
    FROM directory.time_off AS o
   WHERE o.tenant_id = p_tenant_id AND o.staff_id = p_staff_id
     AND o.end_time > kernel.to_instant(p_from_date::timestamp, v_time_zone)
     AND o.start_time < kernel.to_instant((p_to_date + 1)::timestamp, v_time_zone);
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION directory.get_working_hours FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory.get_working_hours TO corral_app;
