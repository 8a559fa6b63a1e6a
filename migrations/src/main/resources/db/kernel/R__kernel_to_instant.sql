-- The first instant at which a zone's clock shows this local time or a later one. Internal. No locks.
-- A time that exists twice (clocks set back) thus means the first, and one that does not exist (clocks set forward) the
-- instant of the change: the clock then shows something else, by which a caller can tell.
-- In PL/pgSQL, since a SQL function of this form is not inlined and takes ten times as long.
CREATE OR REPLACE FUNCTION kernel.to_instant(
  p_local     timestamp,
  p_time_zone text
) RETURNS timestamptz
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  c_day   CONSTANT interval := '24 hours';
  v_usual timestamptz := p_local AT TIME ZONE p_time_zone;
  v_early timestamptz;
BEGIN
  -- the clock shows it, and has not been changed on the day before
  IF v_usual AT TIME ZONE p_time_zone = p_local AND (v_usual - c_day) AT TIME ZONE p_time_zone = p_local - c_day THEN
    RETURN v_usual;
  END IF;

  -- read with the offset of the day before, which is still the old one when the clock has just been changed
  v_early := v_usual - ((v_usual - c_day) AT TIME ZONE p_time_zone - (p_local - c_day));
  IF v_early AT TIME ZONE p_time_zone = p_local THEN
    RETURN least(v_early, v_usual);
  ELSIF v_usual AT TIME ZONE p_time_zone = p_local THEN
    RETURN v_usual;
  END IF;

  RETURN (SELECT min(i.instant)
            FROM generate_series(v_usual - interval '3 hours', v_usual + interval '3 hours', interval '1 minute')
                   AS i (instant)
           WHERE i.instant AT TIME ZONE p_time_zone >= p_local);
END;
$$;
REVOKE ALL ON FUNCTION kernel.to_instant FROM PUBLIC;
