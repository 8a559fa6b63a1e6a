-- The first instant at which a zone's clock shows this local time or a later one. Internal. No locks.
-- A time that exists twice (clocks set back) thus means the first, and one that does not exist (clocks set forward) the
-- instant of the change: the clock then shows something else, by which a caller can tell.
CREATE OR REPLACE FUNCTION kernel.to_instant(
  p_local     timestamp,
  p_time_zone text
) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
           WHEN e.early AT TIME ZONE p_time_zone = p_local THEN least(e.early, e.usual)
           WHEN e.usual AT TIME ZONE p_time_zone = p_local THEN e.usual
           ELSE (SELECT min(i.instant)
                   FROM generate_series(e.usual - interval '3 hours', e.usual + interval '3 hours', interval '1 minute')
                          AS i (instant)
                  WHERE i.instant AT TIME ZONE p_time_zone >= p_local)
         END
    FROM (SELECT u.usual,
                 -- read with the offset of the day before, which is still the old one when clocks have just changed
                 (p_local - ((u.usual - interval '24 hours') AT TIME ZONE p_time_zone
                             - (u.usual - interval '24 hours') AT TIME ZONE 'UTC')) AT TIME ZONE 'UTC' AS early
            FROM (SELECT p_local AT TIME ZONE p_time_zone AS usual) AS u) AS e
$$;
REVOKE ALL ON FUNCTION kernel.to_instant FROM PUBLIC;
