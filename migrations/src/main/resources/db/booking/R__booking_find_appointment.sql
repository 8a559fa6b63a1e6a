-- Locks and returns an appointment for another function, or a row of NULLs. A client finds only their own. Internal.
-- Locks: the appointment.
CREATE OR REPLACE FUNCTION booking.find_appointment(
  p_tenant_id      text,
  p_actor_id       uuid,
  p_actor_role     text,
  p_appointment_id uuid
) RETURNS booking.appointment
LANGUAGE sql VOLATILE
AS $$
  SELECT a.*
    FROM booking.appointment AS a
   WHERE a.tenant_id = p_tenant_id AND a.appointment_id = p_appointment_id
     AND (p_actor_role <> 'CLIENT' OR a.client_id = p_actor_id)
     FOR NO KEY UPDATE
$$;
REVOKE ALL ON FUNCTION booking.find_appointment FROM PUBLIC;
