-- The instants inside these stretches whose local time is a multiple of the step after midnight, from p_from to p_to.
-- Internal. No locks.
-- A local time that the clock skips has none, one that it shows twice has two. On a day without a change of the clock
-- they are as far apart as the step; on the others each minute is looked at.
CREATE OR REPLACE FUNCTION booking.grid(
  p_stretches    tstzmultirange,
  p_time_zone    text,
  p_from         date,
  p_to           date,
  p_step_minutes integer
) RETURNS TABLE (instant timestamptz)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  WITH day AS MATERIALIZED (
    SELECT kernel.to_instant(d.day, p_time_zone) AS starts,
           kernel.to_instant(d.day + interval '1 day', p_time_zone) AS ends
      FROM generate_series(p_from::timestamp, p_to::timestamp, interval '1 day') AS d (day)
  ), stretch AS MATERIALIZED (
    SELECT r.stretch, d.starts,
           CASE WHEN d.ends - d.starts = interval '24 hours' THEN make_interval(mins => p_step_minutes)
                ELSE interval '1 minute'
           END AS step
      FROM day AS d, unnest(p_stretches * tstzmultirange(tstzrange(d.starts, d.ends))) AS r (stretch)
  )
  SELECT i.instant
    FROM stretch AS s,
         generate_series(
           date_bin(s.step, lower(s.stretch) + s.step - interval '1 microsecond', s.starts),
           upper(s.stretch), s.step) AS i (instant)
   WHERE s.stretch @> i.instant
     AND (s.step = make_interval(mins => p_step_minutes)
          OR (extract(epoch FROM (i.instant AT TIME ZONE p_time_zone)::time) / 60)::integer % p_step_minutes = 0)
$$;
REVOKE ALL ON FUNCTION booking.grid FROM PUBLIC;
