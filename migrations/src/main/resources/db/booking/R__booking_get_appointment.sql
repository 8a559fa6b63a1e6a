-- Returns an appointment; a client finds only their own. Outcomes: APPOINTMENT_NOT_FOUND. No locks.
CREATE OR REPLACE FUNCTION booking.get_appointment(
  p_tenant_id      text,
  p_actor_id       uuid,
  p_actor_role     text,
  p_appointment_id uuid,
  OUT outcome      kernel.outcome,
  OUT detail       jsonb,
  OUT appointment  booking.appointment
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  SELECT a.* INTO appointment
    FROM booking.appointment AS a
   WHERE a.tenant_id = p_tenant_id AND a.appointment_id = p_appointment_id
     AND (p_actor_role <> 'CLIENT' OR a.client_id = p_actor_id);
  outcome := CASE WHEN FOUND THEN 'OK' ELSE 'APPOINTMENT_NOT_FOUND' END;
END;
$$;
REVOKE ALL ON FUNCTION booking.get_appointment FROM PUBLIC;
GRANT EXECUTE ON FUNCTION booking.get_appointment TO corral_app;
