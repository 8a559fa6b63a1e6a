-- Cancels an appointment and frees what it claims; a repeated request id returns the first answer.
-- Outcomes, in order: APPOINTMENT_NOT_FOUND, REQUEST_ID_REUSED, STALE_VERSION (p_version NULL: not checked),
-- INVALID_TRANSITION, CHANGE_WINDOW_CLOSED. Locks: the appointment.
CREATE OR REPLACE FUNCTION booking.cancel_appointment(
  p_tenant_id      text,
  p_actor_id       uuid,
  p_actor_role     text,
  p_request_id     uuid,
  p_request_hash   bytea,
  p_appointment_id uuid,
  p_version        bigint,
  p_reason         text,
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
  SELECT r.* INTO v_stored FROM kernel.replay(p_tenant_id, 'CancelAppointment', p_request_id, p_request_hash) AS r;
  IF v_stored.outcome IS NOT NULL THEN
    outcome := v_stored.outcome;
    appointment := jsonb_populate_record(NULL::booking.appointment, v_stored.answer);
    RETURN;
  END IF;

  -- check
  SELECT c.outcome, c.detail INTO outcome, detail
    FROM booking.check_change(tenant.find_tenant(p_tenant_id), appointment, p_actor_role, p_version) AS c;
  IF outcome <> 'STALE_VERSION' AND NOT booking.is_transition(appointment.status, 'CANCELLED') THEN
    outcome := 'INVALID_TRANSITION';
    detail := jsonb_build_object('from', appointment.status, 'to', 'CANCELLED');
  END IF;
  IF outcome <> 'OK' THEN
    RETURN;
  END IF;

  -- write
  v_before := to_jsonb(appointment);
  DELETE FROM booking.claim AS c WHERE c.tenant_id = p_tenant_id AND c.appointment_id = p_appointment_id;
  UPDATE booking.appointment AS a
     SET status = 'CANCELLED', cancel_reason = p_reason, version = a.version + 1, update_time = now()
   WHERE a.tenant_id = p_tenant_id AND a.appointment_id = p_appointment_id
  RETURNING a.* INTO appointment;
  PERFORM kernel.remember(p_tenant_id, 'CancelAppointment', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before, to_jsonb(appointment));
END;
$$;
REVOKE ALL ON FUNCTION booking.cancel_appointment FROM PUBLIC;
GRANT EXECUTE ON FUNCTION booking.cancel_appointment TO corral_app;
