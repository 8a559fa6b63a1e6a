-- The instants whose local time is a multiple of the step after midnight, from p_from to p_to. Internal. No locks.
-- A local time that the clock skips has none, one that it shows twice has two.
CREATE OR REPLACE FUNCTION booking.grid(
  p_time_zone    text,
  p_from         date,
  p_to           date,
  p_step_minutes integer
) RETURNS TABLE (instant timestamptz)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT DISTINCT i.instant
    FROM generate_series(p_from::timestamp, p_to::timestamp, interval '1 day') AS d (day),
         generate_series(0, 1439, p_step_minutes) AS m (minute),
         LATERAL (VALUES (d.day + make_interval(mins => m.minute))) AS l (local),
         LATERAL (VALUES (kernel.to_instant(l.local, p_time_zone)), (l.local AT TIME ZONE p_time_zone)) AS i (instant)
   WHERE i.instant AT TIME ZONE p_time_zone = l.local
$$;
REVOKE ALL ON FUNCTION booking.grid FROM PUBLIC;
