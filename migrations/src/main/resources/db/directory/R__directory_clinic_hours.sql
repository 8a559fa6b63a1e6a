-- When the clinic is open, over a span of local dates; a clinic without hours is closed. Internal. No locks.
CREATE OR REPLACE FUNCTION directory.clinic_hours(
  p_tenant_id text,
  p_time_zone text,
  p_from      date,
  p_to        date
) RETURNS tstzmultirange
LANGUAGE sql STABLE
AS $$
  SELECT h.hours
    FROM directory.open_hours(
           p_tenant_id, '{00000000-0000-0000-0000-000000000000}', false, p_time_zone, p_from, p_to) AS h
$$;
REVOKE ALL ON FUNCTION directory.clinic_hours FROM PUBLIC;
