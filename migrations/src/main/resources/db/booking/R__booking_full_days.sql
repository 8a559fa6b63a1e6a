-- The local days of a span on which a service of the plan has reached its daily maximum. Internal. No locks: who books
-- holds the rows of booking.service_day.
CREATE OR REPLACE FUNCTION booking.full_days(
  p_tenant_id  text,
  p_time_zone  text,
  p_plan       booking.plan,
  p_ignored_id uuid,
  p_from       date,
  p_to         date
) RETURNS tstzmultirange
LANGUAGE sql STABLE
AS $$
  SELECT coalesce(range_agg(tstzrange(f.start, kernel.to_instant(f.day + interval '1 day', p_time_zone))), '{}')
    FROM (SELECT d.day, kernel.to_instant(d.day, p_time_zone) AS start
            FROM generate_series(p_from::timestamp, p_to::timestamp, interval '1 day') AS d (day)
           WHERE p_plan.limited_ids IS NOT NULL) AS f
   WHERE EXISTS (
     SELECT 1
       FROM unnest(p_plan.limited_ids, p_plan.limits) AS l (service_id, max_per_day)
      WHERE l.max_per_day <= (
        SELECT count(*)
          FROM booking.appointment AS a
         WHERE a.tenant_id = p_tenant_id AND a.service_ids @> ARRAY[l.service_id]
           AND a.start_time >= f.start AND a.start_time < kernel.to_instant(f.day + interval '1 day', p_time_zone)
           AND a.status NOT IN ('CANCELLED', 'NO_SHOW') AND a.appointment_id IS DISTINCT FROM p_ignored_id))
$$;
REVOKE ALL ON FUNCTION booking.full_days FROM PUBLIC;
