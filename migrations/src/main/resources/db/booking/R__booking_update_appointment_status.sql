-- Takes an appointment to its next status; NO_SHOW frees what it claims. A repeated request id returns the first
-- answer. Outcomes, in order: APPOINTMENT_NOT_FOUND, REQUEST_ID_REUSED, STALE_VERSION (p_version NULL: not checked),
-- INVALID_TRANSITION. Locks: the appointment.
CREATE OR REPLACE FUNCTION booking.update_appointment_status(
  p_tenant_id      text,
  p_actor_id       uuid,
  p_actor_role     text,
  p_request_id     uuid,
  p_request_hash   bytea,
  p_appointment_id uuid,
  p_version        bigint,
  p_status         text,
  OUT outcome      kernel.outcome,
  OUT detail       jsonb,
  OUT appointment  booking.appointment
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_stored record;
  v_before jsonb;
BEGIN
  -- lock
  appointment := booking.find_appointment(p_tenant_id, p_actor_id, p_actor_role, p_appointment_id);
  IF appointment.appointment_id IS NULL THEN
    outcome := 'APPOINTMENT_NOT_FOUND';
    RETURN;
  END IF;

  -- replay
  SELECT r.* INTO v_stored
    FROM kernel.replay(p_tenant_id, 'UpdateAppointmentStatus', p_request_id, p_request_hash) AS r;
  IF v_stored.outcome IS NOT NULL THEN
    outcome := v_stored.outcome;
    appointment := jsonb_populate_record(NULL::booking.appointment, v_stored.answer);
    RETURN;
  END IF;

  -- check
  IF appointment.version <> p_version THEN
    outcome := 'STALE_VERSION';
    detail := jsonb_build_object('version', appointment.version);
    RETURN;
  ELSIF NOT booking.is_transition(appointment.status, p_status) THEN
    outcome := 'INVALID_TRANSITION';
    detail := jsonb_build_object('from', appointment.status, 'to', p_status);
    RETURN;
  END IF;

  -- write
  v_before := to_jsonb(appointment);
  IF p_status = 'NO_SHOW' THEN
    DELETE FROM booking.claim AS c WHERE c.tenant_id = p_tenant_id AND c.appointment_id = p_appointment_id;
  END IF;
  UPDATE booking.appointment AS a
     SET status = p_status, version = a.version + 1, update_time = now()
   WHERE a.tenant_id = p_tenant_id AND a.appointment_id = p_appointment_id
  RETURNING a.* INTO appointment;
  PERFORM kernel.remember(p_tenant_id, 'UpdateAppointmentStatus', p_request_id, p_request_hash, p_actor_id,
                          p_actor_role, v_before, to_jsonb(appointment));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION booking.update_appointment_status FROM PUBLIC;
GRANT EXECUTE ON FUNCTION booking.update_appointment_status TO corral_app;
