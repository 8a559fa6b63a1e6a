-- The instant of a time on a zone's clock. Internal. No locks.
-- A time that exists twice (clocks set back) means the first; one that does not exist (clocks set forward) is read with
-- the offset that was in force before, so that it falls after the gap. kernel.exists_locally tells the latter.
CREATE OR REPLACE FUNCTION kernel.to_instant(
  p_local     timestamp,
  p_time_zone text
) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN e.early AT TIME ZONE p_time_zone = p_local THEN least(e.early, e.usual) ELSE e.usual END
    FROM (SELECT u.usual,
                 -- read with the offset of the day before, which is still the old one when clocks have just changed
                 (p_local - ((u.usual - interval '1 day') AT TIME ZONE p_time_zone
                             - (u.usual - interval '1 day') AT TIME ZONE 'UTC')) AT TIME ZONE 'UTC' AS early
            FROM (SELECT p_local AT TIME ZONE p_time_zone AS usual) AS u) AS e
$$;
REVOKE ALL ON FUNCTION kernel.to_instant FROM PUBLIC;
