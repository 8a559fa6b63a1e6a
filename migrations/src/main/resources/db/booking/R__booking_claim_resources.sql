-- Claims one staff member, the pet, one room and the devices for a visit, or nothing. Internal.
-- Outcomes: OK, or the first kind that cannot be had: STAFF_BUSY, PET_BUSY, ROOM_BUSY, DEVICE_BUSY.
-- Locks: the claims it makes; waits for a rival that is making or giving up an overlapping one. Every call takes the
-- kinds in this order and holds at most one staff member and one room, so that no two calls wait for each other.
-- Candidates are tried in their order. With p_overlap what is busy is claimed all the same, outside the constraint.
CREATE OR REPLACE FUNCTION booking.claim_resources(
  p_tenant_id      text,
  p_appointment_id uuid,
  p_plan           booking.plan,
  p_staff_ids      uuid[],
  p_start          timestamptz,
  p_overlap        boolean,
  OUT outcome      kernel.outcome,
  OUT staff_id     uuid,
  OUT room_id      uuid
)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_visit    tstzrange := tstzrange(p_start, p_start + p_plan.duration);
  v_occupied tstzrange := tstzrange(p_start - p_plan.buffer_before, upper(v_visit) + p_plan.buffer_after);
  v_devices  integer;
BEGIN
  staff_id := booking.claim_first(p_tenant_id, p_appointment_id, 'STAFF', p_staff_ids, v_occupied, p_overlap);
  IF staff_id IS NULL THEN
    outcome := 'STAFF_BUSY';
  ELSIF booking.claim_first(p_tenant_id, p_appointment_id, 'PET', ARRAY[p_plan.pet_id], v_visit, p_overlap) IS NULL THEN
    outcome := 'PET_BUSY';
  ELSE
    room_id := booking.claim_first(p_tenant_id, p_appointment_id, 'ROOM', p_plan.room_ids, v_occupied, p_overlap);
    SELECT count(booking.claim_first(p_tenant_id, p_appointment_id, 'DEVICE', ARRAY[d.device_id], v_occupied,
                                     p_overlap))
      INTO v_devices
      FROM unnest(p_plan.device_ids) AS d (device_id)
     WHERE p_plan.room_ids IS NULL OR room_id IS NOT NULL;
    outcome := CASE WHEN p_plan.room_ids IS NOT NULL AND room_id IS NULL THEN 'ROOM_BUSY'
                    WHEN v_devices < cardinality(p_plan.device_ids) THEN 'DEVICE_BUSY'
                    ELSE 'OK'
               END;
  END IF;

  IF outcome <> 'OK' THEN
    DELETE FROM booking.claim AS c WHERE c.tenant_id = p_tenant_id AND c.appointment_id = p_appointment_id;
  END IF;
END;
$$;
REVOKE ALL ON FUNCTION booking.claim_resources FROM PUBLIC;
