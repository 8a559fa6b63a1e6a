-- Moves an appointment that the caller has locked and checked, or changes nothing. Internal.
-- Outcomes, in order: those of booking.plan_visit from PET_NOT_BOOKABLE on, LOCAL_TIME_DOES_NOT_EXIST, those of
-- booking.take_slot. Locks: as booking.take_slot.
CREATE OR REPLACE FUNCTION booking.move_appointment(
  p_tenant_id       text,
  p_settings        tenant.tenant,
  p_appointment     booking.appointment,
  p_start_time      timestamptz,
  p_local_start     timestamp,
  p_staff_id        uuid,
  p_room_id         uuid,
  p_override_reason text,
  OUT outcome       kernel.outcome,
  OUT moved         booking.appointment
)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_planned  record;
  v_taken    record;
  v_plan     booking.plan;
  v_claims   booking.claim[];
  v_staff_id uuid := coalesce(p_staff_id, p_appointment.staff_id);
  v_room_id  uuid := p_appointment.room_id;
  v_start    timestamptz := booking.find_start(
    p_settings.time_zone, coalesce(p_start_time, p_appointment.start_time), p_local_start);
BEGIN
  -- check
  IF v_start = p_appointment.start_time AND v_staff_id = p_appointment.staff_id
     AND coalesce(p_room_id = v_room_id, p_room_id IS NULL) THEN
    outcome := 'OK';
    moved := p_appointment;
    RETURN;
  END IF;
  v_planned := booking.plan_visit(
    p_tenant_id, NULL, 'SERVICE', p_appointment.pet_id, p_appointment.service_ids, ARRAY[v_staff_id], p_room_id);
  v_plan := v_planned.plan;
  outcome := CASE WHEN v_planned.outcome = 'OK' AND v_start IS NULL THEN 'LOCAL_TIME_DOES_NOT_EXIST'
                  ELSE v_planned.outcome
             END;
  IF outcome <> 'OK' THEN
    RETURN;
  END IF;
  -- the room it has comes first, and stays if the services need none
  IF v_room_id = ANY (v_plan.room_ids) OR v_plan.room_ids IS NULL AND v_room_id IS NOT NULL THEN
    v_plan.room_ids := array_prepend(v_room_id, array_remove(v_plan.room_ids, v_room_id));
  END IF;

  -- write: its claims give way to the new ones, and come back if those cannot be had
  WITH given_up AS (
    DELETE FROM booking.claim AS c
     WHERE c.tenant_id = p_tenant_id AND c.appointment_id = p_appointment.appointment_id
    RETURNING c)
  SELECT array_agg(g.c) INTO v_claims FROM given_up AS g;
  v_taken := booking.take_slot(
    p_tenant_id, p_settings, v_plan, p_appointment.appointment_id, v_start, p_override_reason IS NOT NULL);
  outcome := v_taken.outcome;
  IF outcome <> 'OK' THEN
    INSERT INTO booking.claim SELECT c.* FROM unnest(v_claims) AS c;
    RETURN;
  END IF;
  UPDATE booking.appointment AS a
     SET start_time = v_start, end_time = v_start + v_plan.duration, staff_id = v_taken.staff_id,
         room_id = v_taken.room_id, device_ids = v_plan.device_ids,
         buffer_before_minutes = extract(epoch FROM v_plan.buffer_before) / 60,
         buffer_after_minutes = extract(epoch FROM v_plan.buffer_after) / 60,
         override_reason = coalesce(p_override_reason, ''), version = a.version + 1, update_time = now()
   WHERE a.tenant_id = p_tenant_id AND a.appointment_id = p_appointment.appointment_id
  RETURNING a.* INTO moved;
END;
$$;
REVOKE ALL ON FUNCTION booking.move_appointment FROM PUBLIC;
