-- The starts at which a visit lies wholly inside one stretch of open time. Internal. No locks.
CREATE OR REPLACE FUNCTION booking.fitting_starts(
  p_open     tstzmultirange,
  p_duration interval
) RETURNS tstzmultirange
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT coalesce(range_agg(tstzrange(lower(o.stretch), upper(o.stretch) - p_duration, '[]')), '{}')
    FROM unnest(p_open) AS o (stretch)
   WHERE lower_inf(o.stretch) OR upper_inf(o.stretch) OR lower(o.stretch) + p_duration <= upper(o.stretch)
$$;
REVOKE ALL ON FUNCTION booking.fitting_starts FROM PUBLIC;
