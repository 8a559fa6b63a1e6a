-- The instants at which the clinic (nil UUID) or a staff member is open: the week less its breaks, each date that has an
-- exception replaced by it. Internal. No locks.
-- Windows that start from p_from to p_to count. p_open: whether an owner without a week is open around the clock, or closed.
CREATE OR REPLACE FUNCTION directory.owner_hours(
  p_tenant_id text,
  p_owner_id  uuid,
  p_open      boolean,
  p_time_zone text,
  p_from      date,
  p_to        date
) RETURNS tstzmultirange
LANGUAGE sql STABLE
AS $$
  WITH own AS (
    SELECT w.weekday, w.is_break, w.start_minute, w.end_minute
      FROM directory.working_hours AS w
     WHERE w.tenant_id = p_tenant_id AND w.owner_id = p_owner_id
  ), week AS (
    SELECT o.weekday, o.is_break, o.start_minute, o.end_minute FROM own AS o
     UNION ALL
    SELECT d.weekday, false, 0, 1440
      FROM generate_series(1, 7) AS d (weekday)
     WHERE p_open AND NOT EXISTS (SELECT 1 FROM own)
  ), exception AS (
    SELECT e.date, e.start_minutes, e.end_minutes
      FROM directory.date_exception AS e
     WHERE e.tenant_id = p_tenant_id AND e.owner_id = p_owner_id AND e.date BETWEEN p_from AND p_to
  ), opening AS (
    SELECT d.day, w.is_break, w.start_minute, w.end_minute
      FROM generate_series(p_from::timestamp, p_to::timestamp, interval '1 day') AS d (day)
      JOIN week AS w ON w.weekday = extract(isodow FROM d.day)
     WHERE NOT EXISTS (SELECT 1 FROM exception AS e WHERE e.date = d.day::date)
     UNION ALL
    SELECT e.date::timestamp, false, m.start_minute, m.end_minute
      FROM exception AS e, unnest(e.start_minutes, e.end_minutes) AS m (start_minute, end_minute)
  ), window_of AS (
    SELECT o.is_break,
           tstzrange(
             kernel.to_instant(o.day + make_interval(mins => o.start_minute), p_time_zone),
             kernel.to_instant(o.day + make_interval(mins => o.end_minute), p_time_zone)) AS during
      FROM opening AS o
  )
  SELECT coalesce(range_agg(w.during) FILTER (WHERE NOT w.is_break), '{}')
         - coalesce(range_agg(w.during) FILTER (WHERE w.is_break), '{}')
    FROM window_of AS w
$$;
REVOKE ALL ON FUNCTION directory.owner_hours FROM PUBLIC;
