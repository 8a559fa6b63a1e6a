-- Joins windows that recur each week into one multirange of instants, over a span of local dates on which they start,
-- and takes the breaks among them out. Internal. No locks.
-- Weekdays are ISO (1 is Monday); minutes count from local midnight of the day on which a window starts.
CREATE OR REPLACE FUNCTION kernel.weekly_hours(
  p_time_zone     text,
  p_from          date,
  p_to            date,
  p_weekdays      integer[],
  p_start_minutes integer[],
  p_end_minutes   integer[],
  p_breaks        boolean[]
) RETURNS tstzmultirange
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT coalesce(range_agg(w.during) FILTER (WHERE NOT w.is_break), '{}')
         - coalesce(range_agg(w.during) FILTER (WHERE w.is_break), '{}')
    FROM (SELECT tstzrange(
                   kernel.to_instant(d.day + make_interval(mins => m.start_minute), p_time_zone),
                   kernel.to_instant(d.day + make_interval(mins => m.end_minute), p_time_zone)) AS during,
                 m.is_break
            FROM generate_series(p_from::timestamp, p_to::timestamp, interval '1 day') AS d (day)
            JOIN unnest(p_weekdays, p_start_minutes, p_end_minutes, p_breaks)
                   AS m (weekday, start_minute, end_minute, is_break)
              ON m.weekday = extract(isodow FROM d.day)) AS w
$$;
REVOKE ALL ON FUNCTION kernel.weekly_hours FROM PUBLIC;
