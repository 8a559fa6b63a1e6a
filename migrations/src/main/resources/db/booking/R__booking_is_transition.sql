-- The state machine of appointments: whether one status may follow another. Internal. No locks.
CREATE OR REPLACE FUNCTION booking.is_transition(
  p_from text,
  p_to   text
) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT p_to = ANY (CASE p_from
    WHEN 'SCHEDULED' THEN '{CONFIRMED,CHECKED_IN,CANCELLED,NO_SHOW}'::text[]
    WHEN 'CONFIRMED' THEN '{CHECKED_IN,CANCELLED,NO_SHOW}'
    WHEN 'CHECKED_IN' THEN '{IN_PROGRESS,COMPLETED,CANCELLED}'
    WHEN 'IN_PROGRESS' THEN '{COMPLETED}'
    ELSE '{}'
  END)
$$;
REVOKE ALL ON FUNCTION booking.is_transition FROM PUBLIC;
