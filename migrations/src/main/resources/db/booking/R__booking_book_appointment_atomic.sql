-- Books a visit; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, REQUEST_ID_REUSED, those of booking.make_appointment. Locks: as that function.
-- p_staff_id NULL: any; p_room_id NULL: any suitable; p_override_reason NULL: no override.
CREATE OR REPLACE FUNCTION booking.book_appointment_atomic(
  p_tenant_id       text,
  p_actor_id        uuid,
  p_actor_role      text,
  p_request_id      uuid,
  p_request_hash    bytea,
  p_pet_id          uuid,
  p_service_ids     uuid[],
  p_start_time      timestamptz,
  p_local_start     timestamp,
  p_staff_id        uuid,
  p_room_id         uuid,
  p_note            text,
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
  v_made     record;
BEGIN
  IF v_settings.tenant_id IS NULL THEN
    outcome := 'TENANT_NOT_FOUND';
    RETURN;
  END IF;

  -- replay
  v_stored := kernel.replay(p_tenant_id, 'BookAppointment', p_request_id, p_request_hash);
  IF v_stored.outcome IS NULL THEN
    -- check, then write
    v_made := booking.make_appointment(
      p_tenant_id, p_actor_id, p_actor_role, v_settings, p_pet_id, p_service_ids, p_start_time, p_local_start,
      p_staff_id, p_room_id, p_note, p_override_reason);
    IF v_made.outcome = 'OK' THEN
      outcome := 'OK';
      appointment := v_made.appointment;
      -- a client is told of nobody else's appointments
      conflict_ids := CASE p_actor_role WHEN 'CLIENT' THEN '{}'
                                        ELSE booking.conflicts(p_tenant_id, appointment.appointment_id)
                      END;
      PERFORM kernel.remember(p_tenant_id, 'BookAppointment', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                              NULL, jsonb_build_object('appointment', to_jsonb(appointment),
                                                       'conflict_ids', conflict_ids));
      RETURN;
    END IF;
    -- What was in the way may be this very request, sent twice at once: then its answer is there by now.
    v_stored := kernel.replay(p_tenant_id, 'BookAppointment', p_request_id, p_request_hash);
  END IF;

  IF v_stored.outcome IS NULL THEN
    outcome := v_made.outcome;
    RETURN;
  END IF;
  outcome := v_stored.outcome;
  IF outcome = 'OK' THEN
    appointment := jsonb_populate_record(NULL::booking.appointment, v_stored.answer -> 'appointment');
    conflict_ids := ARRAY(SELECT jsonb_array_elements_text(v_stored.answer -> 'conflict_ids')::uuid);
  END IF;
END;
$$;
REVOKE ALL ON FUNCTION booking.book_appointment_atomic FROM PUBLIC;
GRANT EXECUTE ON FUNCTION booking.book_appointment_atomic TO corral_app;
