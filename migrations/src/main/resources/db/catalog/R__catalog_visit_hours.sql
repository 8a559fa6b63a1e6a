-- When all of these services are offered, over a span of local dates. Internal. No locks.
CREATE OR REPLACE FUNCTION catalog.visit_hours(
  p_tenant_id   text,
  p_service_ids uuid[],
  p_time_zone   text,
  p_from        date,
  p_to          date
) RETURNS tstzmultirange
LANGUAGE sql STABLE
AS $$
  SELECT coalesce(range_intersect_agg(
           kernel.weekly_hours(p_time_zone, p_from, p_to, s.offered_weekdays, s.offered_starts, s.offered_ends,
                               s.offered_breaks)), '{(,)}')
    FROM catalog.service AS s
   WHERE s.tenant_id = p_tenant_id AND s.service_id = ANY (p_service_ids) AND s.offered_weekdays <> '{}'
$$;
REVOKE ALL ON FUNCTION catalog.visit_hours FROM PUBLIC;
