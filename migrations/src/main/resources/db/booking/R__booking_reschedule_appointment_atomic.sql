-- Moves an appointment; a repeated request id returns the first answer; a move to where it stands changes nothing.
-- Outcomes, in order: APPOINTMENT_NOT_FOUND, REQUEST_ID_REUSED, OVERRIDE_NOT_ALLOWED, STALE_VERSION,
-- APPOINTMENT_NOT_MOVABLE, CHANGE_WINDOW_CLOSED, those of booking.move_appointment.
-- Locks: the appointment, then as booking.take_slot.
-- p_start_time and p_local_start NULL: the same time; p_staff_id NULL: the same; p_room_id NULL: the same if free.
CREATE OR REPLACE FUNCTION booking.reschedule_appointment_atomic(
  p_tenant_id       text,
  p_actor_id        uuid,
  p_actor_role      text,
  p_request_id      uuid,
  p_request_hash    bytea,
  p_appointment_id  uuid,
  p_version         bigint,
  p_start_time      timestamptz,
  p_local_start     timestamp,
  p_staff_id        uuid,
  p_room_id         uuid,
  p_override_reason text,
  OUT outcome       kernel.outcome,
  OUT detail        jsonb,
  OUT appointment   booking.appointment,
  OUT conflict_ids  uuid[]
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = 'force_generic_plan' -- all is looked up by keys, so a plan made once serves every call
AS $$
DECLARE
  v_settings tenant.tenant := tenant.find_tenant(p_tenant_id);
  v_stored   record;
  v_moved    record;
  v_before   jsonb;
BEGIN
  -- lock
  appointment := booking.find_appointment(p_tenant_id, p_actor_id, p_actor_role, p_appointment_id);
  IF appointment.appointment_id IS NULL THEN
    outcome := 'APPOINTMENT_NOT_FOUND';
    RETURN;
  END IF;

  -- replay
  v_stored := kernel.replay(p_tenant_id, 'RescheduleAppointment', p_request_id, p_request_hash);
  IF v_stored.outcome IS NOT NULL THEN
    outcome := v_stored.outcome;
    appointment := jsonb_populate_record(NULL::booking.appointment, v_stored.answer -> 'appointment');
    conflict_ids := ARRAY(SELECT jsonb_array_elements_text(v_stored.answer -> 'conflict_ids')::uuid);
    RETURN;
  END IF;

  -- check
  SELECT c.outcome, c.detail INTO outcome, detail
    FROM booking.check_change(v_settings, appointment, p_actor_role, p_version) AS c;
  IF p_override_reason IS NOT NULL AND p_actor_role = 'CLIENT' THEN
    outcome := 'OVERRIDE_NOT_ALLOWED';
    detail := NULL;
  ELSIF outcome <> 'STALE_VERSION' AND appointment.status NOT IN ('SCHEDULED', 'CONFIRMED') THEN
    outcome := 'APPOINTMENT_NOT_MOVABLE';
    detail := jsonb_build_object('status', appointment.status);
  END IF;
  IF outcome <> 'OK' THEN
    RETURN;
  END IF;

  -- write
  v_before := to_jsonb(appointment);
  v_moved := booking.move_appointment(
    p_tenant_id, v_settings, appointment, p_start_time, p_local_start, p_staff_id, p_room_id, p_override_reason);
  outcome := v_moved.outcome;
  IF outcome = 'OK' THEN
    appointment := v_moved.moved;
    -- a client is told of nobody else's appointments
    conflict_ids := CASE p_actor_role WHEN 'CLIENT' THEN '{}'
                                      ELSE booking.conflicts(p_tenant_id, p_appointment_id)
                    END;
    PERFORM kernel.remember(p_tenant_id, 'RescheduleAppointment', p_request_id, p_request_hash, p_actor_id,
                            p_actor_role, v_before,
                            jsonb_build_object('appointment', to_jsonb(appointment), 'conflict_ids', conflict_ids));
  END IF;
END;
$$;
REVOKE ALL ON FUNCTION booking.reschedule_appointment_atomic FROM PUBLIC;
GRANT EXECUTE ON FUNCTION booking.reschedule_appointment_atomic TO corral_app;
