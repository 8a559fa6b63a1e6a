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
  SELECT s.staff_id,
         directory.owner_hours(p_tenant_id, s.staff_id, true, p_time_zone, p_from, p_to),
         coalesce((SELECT range_agg(tstzrange(o.start_time, o.end_time))
                     FROM directory.time_off AS o
                    WHERE o.tenant_id = p_tenant_id AND o.staff_id = s.staff_id
                      AND o.end_time > kernel.to_instant(p_from::timestamp, p_time_zone)), '{}')
    FROM unnest(p_staff_ids) AS s (staff_id)
$$;
REVOKE ALL ON FUNCTION directory.staff_hours FROM PUBLIC;
