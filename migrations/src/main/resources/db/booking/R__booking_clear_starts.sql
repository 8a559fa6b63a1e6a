-- The starts at which a stretch from p_before ahead of the start to p_after behind it meets nothing busy. Both ends are
-- exclusive: it may begin at the very instant at which something ends. Internal. No locks.
CREATE OR REPLACE FUNCTION booking.clear_starts(
  p_busy   tstzmultirange,
  p_before interval,
  p_after  interval
) RETURNS tstzmultirange
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT '{(,)}'::tstzmultirange
         - coalesce(range_agg(tstzrange(lower(b.stretch) - p_after, upper(b.stretch) + p_before, '()')), '{}')
    FROM unnest(p_busy) AS b (stretch)
$$;
REVOKE ALL ON FUNCTION booking.clear_starts FROM PUBLIC;
