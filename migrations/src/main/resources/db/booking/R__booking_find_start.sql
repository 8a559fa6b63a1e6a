-- The start that a request means: an instant, or a time on the clinic's clock. NULL when the clock skips that time.
-- Internal. No locks.
CREATE OR REPLACE FUNCTION booking.find_start(
  p_time_zone   text,
  p_start_time  timestamptz,
  p_local_start timestamp
) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN p_local_start IS NULL THEN p_start_time
              WHEN i.instant AT TIME ZONE p_time_zone = p_local_start THEN i.instant
         END
    FROM (SELECT kernel.to_instant(p_local_start, p_time_zone) AS instant) AS i
$$;
REVOKE ALL ON FUNCTION booking.find_start FROM PUBLIC;
