-- When staff members work and when they are away, over a span of local dates. Internal. No locks.
-- One without hours of their own works around the clock (the clinic's hours are applied besides).
CREATE OR REPLACE FUNCTION directory.staff_hours(
  p_tenant_id text,
  p_time_zone text,
  p_staff_ids uuid[],
  p_from      date,
  p_to        date
) RETURNS TABLE (staff_id uuid, works tstzmultirange, away tstzmultirange)
LANGUAGE sql STABLE
AS $$
  SELECT h.owner_id, h.hours,
         coalesce((SELECT range_agg(tstzrange(o.start_time, o.end_time))
                     FROM directory.time_off AS o
                    WHERE o.tenant_id = p_tenant_id AND o.staff_id = h.owner_id
                      AND o.end_time > p_from::timestamp AT TIME ZONE p_time_zone - interval '1 day'), '{}')
    FROM directory.open_hours(p_tenant_id, p_staff_ids, true, p_time_zone, p_from, p_to) AS h
$$;
REVOKE ALL ON FUNCTION directory.staff_hours FROM PUBLIC;
