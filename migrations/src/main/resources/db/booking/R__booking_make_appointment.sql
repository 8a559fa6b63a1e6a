-- Checks a visit, claims what it needs and stores it, or changes nothing. Internal.
-- Outcomes, in order: OVERRIDE_NOT_ALLOWED, those of booking.plan_visit, LOCAL_TIME_DOES_NOT_EXIST, those of
-- booking.take_slot. Locks: as booking.take_slot.
CREATE OR REPLACE FUNCTION booking.make_appointment(
  p_tenant_id       text,
  p_actor_id        uuid,
  p_actor_role      text,
  p_settings        tenant.tenant,
  p_pet_id          uuid,
  p_service_ids     uuid[],
  p_start_time      timestamptz,
  p_local_start     timestamp,
  p_staff_id        uuid,
  p_room_id         uuid,
  p_note            text,
  p_override_reason text,
  OUT outcome       kernel.outcome,
  OUT appointment   booking.appointment
)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_planned record;
  v_taken   record;
  v_plan    booking.plan;
  v_id      uuid := kernel.new_id();
  v_start   timestamptz := booking.find_start(p_settings.time_zone, p_start_time, p_local_start);
BEGIN
  -- check
  IF p_override_reason IS NOT NULL AND p_actor_role = 'CLIENT' THEN
    outcome := 'OVERRIDE_NOT_ALLOWED';
    RETURN;
  END IF;
  v_planned := booking.plan_visit(
    p_tenant_id, p_actor_id, p_actor_role, p_pet_id, p_service_ids,
    CASE WHEN p_staff_id IS NOT NULL THEN ARRAY[p_staff_id] END, p_room_id);
  v_plan := v_planned.plan;
  outcome := CASE WHEN v_planned.outcome = 'OK' AND v_start IS NULL THEN 'LOCAL_TIME_DOES_NOT_EXIST'
                  ELSE v_planned.outcome
             END;
  IF outcome <> 'OK' THEN
    RETURN;
  END IF;

  -- write
  v_taken := booking.take_slot(p_tenant_id, p_settings, v_plan, v_id, v_start, p_override_reason IS NOT NULL);
  outcome := v_taken.outcome;
  IF outcome <> 'OK' THEN
    RETURN;
  END IF;
  INSERT INTO booking.appointment AS a (
    tenant_id, appointment_id, client_id, pet_id, staff_id, room_id, service_ids, device_ids, start_time, end_time,
    buffer_before_minutes, buffer_after_minutes, note, override_reason)
  VALUES (
    p_tenant_id, v_id, v_plan.client_id, p_pet_id, v_taken.staff_id, v_taken.room_id, p_service_ids,
    v_plan.device_ids, v_start, v_start + v_plan.duration, extract(epoch FROM v_plan.buffer_before) / 60,
    extract(epoch FROM v_plan.buffer_after) / 60, p_note, coalesce(p_override_reason, ''))
  RETURNING a.* INTO appointment;
END;
$$;
REVOKE ALL ON FUNCTION booking.make_appointment FROM PUBLIC;
