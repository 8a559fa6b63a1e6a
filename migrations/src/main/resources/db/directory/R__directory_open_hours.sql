-- The instants at which owners of hours are open: staff members, or the clinic (nil UUID). Each owner's week less its
-- breaks, every date that has an exception replaced by it. Internal. No locks.
-- Windows that start from p_from to p_to count. p_open: whether an owner without a week is open around the clock, or
-- closed.
CREATE OR REPLACE FUNCTION directory.open_hours(
  p_tenant_id text,
  p_owner_ids uuid[],
  p_open      boolean,
  p_time_zone text,
  p_from      date,
  p_to        date
) RETURNS TABLE (owner_id uuid, hours tstzmultirange)
LANGUAGE sql STABLE
AS $$
  WITH day AS MATERIALIZED (
    SELECT d.day, d.day::date AS date, extract(isodow FROM d.day) AS weekday,
           kernel.to_instant(d.day, p_time_zone) AS starts,
           kernel.to_instant(d.day + interval '1 day', p_time_zone) AS ends
      FROM generate_series(p_from::timestamp, p_to::timestamp, interval '1 day') AS d (day)
  ), week AS MATERIALIZED (
    SELECT w.owner_id, w.weekday, w.is_break, w.start_minute, w.end_minute
      FROM directory.working_hours AS w
     WHERE w.tenant_id = p_tenant_id AND w.owner_id = ANY (p_owner_ids)
  ), exception AS MATERIALIZED (
    SELECT e.owner_id, e.start_minutes, e.end_minutes, d.day, d.date, d.starts, d.ends
      FROM directory.date_exception AS e
      JOIN day AS d ON d.date = e.date
     WHERE e.tenant_id = p_tenant_id AND e.owner_id = ANY (p_owner_ids) AND e.date BETWEEN p_from AND p_to
  ), opening AS (
    SELECT w.owner_id, d.day, d.starts, d.ends, w.is_break, w.start_minute, w.end_minute
      FROM week AS w
      JOIN day AS d ON d.weekday = w.weekday
     WHERE NOT EXISTS (SELECT 1 FROM exception AS e WHERE e.owner_id = w.owner_id AND e.date = d.date)
     UNION ALL
    SELECT e.owner_id, e.day, e.starts, e.ends, false, m.start_minute, m.end_minute
      FROM exception AS e, unnest(e.start_minutes, e.end_minutes) AS m (start_minute, end_minute)
  ), joined AS (
    SELECT o.owner_id, range_agg(w.during) FILTER (WHERE NOT o.is_break) AS open,
           range_agg(w.during) FILTER (WHERE o.is_break) AS breaks
      FROM opening AS o,
           LATERAL (SELECT CASE
             -- on a day without a change of the clock, minutes can be added
             WHEN o.ends - o.starts = interval '24 hours' AND o.end_minute <= 1440 THEN
               tstzrange(o.starts + make_interval(mins => o.start_minute),
                         o.starts + make_interval(mins => o.end_minute))
             ELSE
               tstzrange(kernel.to_instant(o.day + make_interval(mins => o.start_minute), p_time_zone),
                         kernel.to_instant(o.day + make_interval(mins => o.end_minute), p_time_zone))
           END AS during) AS w
     GROUP BY o.owner_id
  )
  SELECT i.owner_id,
         coalesce(j.open, '{}') - coalesce(j.breaks, '{}')
         + CASE WHEN p_open AND NOT EXISTS (SELECT 1 FROM week AS w WHERE w.owner_id = i.owner_id) THEN
             '{(,)}' - coalesce((SELECT range_agg(tstzrange(e.starts, e.ends))
                                   FROM exception AS e WHERE e.owner_id = i.owner_id), '{}')
           ELSE '{}' END
    FROM unnest(p_owner_ids) AS i (owner_id)
    LEFT JOIN joined AS j ON j.owner_id = i.owner_id
$$;
REVOKE ALL ON FUNCTION directory.open_hours FROM PUBLIC;
