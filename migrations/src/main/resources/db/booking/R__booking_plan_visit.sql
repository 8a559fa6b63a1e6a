-- Finds out what a visit takes and who and what could serve it, whatever its time. Internal. No locks.
-- p_pet_id, p_staff_ids and p_room_id may be NULL: no pet, any staff, any suitable room.
-- Outcomes, in order: PET_NOT_FOUND, PET_NOT_BOOKABLE, SERVICE_NOT_FOUND, SERVICE_INACTIVE, SERVICES_NOT_COMBINABLE,
-- SPECIES_NOT_ALLOWED, STAFF_NOT_FOUND, STAFF_NOT_QUALIFIED, RESOURCE_NOT_FOUND, ROOM_NOT_SUITABLE, DEVICE_OUT_OF_USE.
CREATE OR REPLACE FUNCTION booking.plan_visit(
  p_tenant_id   text,
  p_actor_id    uuid,
  p_actor_role  text,
  p_pet_id      uuid,
  p_service_ids uuid[],
  p_staff_ids   uuid[],
  p_room_id     uuid,
  OUT outcome   kernel.outcome,
  OUT plan      booking.plan
)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_pet   directory.pet;
  v_visit catalog.visit;
BEGIN
  v_pet := directory.find_pet(p_tenant_id, p_actor_id, p_actor_role, p_pet_id);
  IF p_pet_id IS NOT NULL AND v_pet.pet_id IS NULL THEN
    outcome := 'PET_NOT_FOUND';
    RETURN;
  ELSIF v_pet.status <> 'ACTIVE' THEN
    outcome := 'PET_NOT_BOOKABLE';
    RETURN;
  END IF;

  SELECT f.outcome, (f.visit).* INTO outcome, v_visit.duration, v_visit.buffer_before, v_visit.buffer_after,
         v_visit.species, v_visit.staff_ids, v_visit.room_ids, v_visit.device_ids, v_visit.limited_ids, v_visit.limits
    FROM catalog.find_visit(p_tenant_id, p_service_ids) AS f;
  IF outcome <> 'OK' THEN
    RETURN;
  ELSIF v_pet.species <> ALL (v_visit.species) THEN
    outcome := 'SPECIES_NOT_ALLOWED';
    RETURN;
  END IF;

  plan.staff_ids := ARRAY(
    SELECT s.staff_id FROM directory.find_staff(p_tenant_id, coalesce(p_staff_ids, v_visit.staff_ids)) AS s
     WHERE s.bookable AND (v_visit.staff_ids IS NULL OR s.staff_id = ANY (v_visit.staff_ids))
     ORDER BY s.staff_id);
  IF cardinality(p_staff_ids) > (SELECT count(*) FROM directory.find_staff(p_tenant_id, p_staff_ids)) THEN
    outcome := 'STAFF_NOT_FOUND';
    RETURN;
  ELSIF plan.staff_ids = '{}' OR cardinality(plan.staff_ids) < cardinality(p_staff_ids) THEN
    outcome := 'STAFF_NOT_QUALIFIED';
    RETURN;
  END IF;

  IF p_room_id IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM directory.find_resources(p_tenant_id, ARRAY[p_room_id]) AS r WHERE r.kind = 'ROOM') THEN
    outcome := 'RESOURCE_NOT_FOUND';
    RETURN;
  ELSIF p_room_id <> ALL (v_visit.room_ids) THEN
    outcome := 'ROOM_NOT_SUITABLE';
    RETURN;
  END IF;
  v_visit.room_ids := CASE WHEN p_room_id IS NULL THEN v_visit.room_ids ELSE ARRAY[p_room_id] END;
  IF v_visit.room_ids IS NOT NULL THEN
    plan.room_ids := ARRAY(
      SELECT r.resource_id FROM directory.find_resources(p_tenant_id, v_visit.room_ids) AS r
       WHERE r.bookable ORDER BY r.resource_id);
  END IF;
  IF plan.room_ids = '{}' THEN
    outcome := 'ROOM_NOT_SUITABLE';
    RETURN;
  ELSIF EXISTS (SELECT 1 FROM directory.find_resources(p_tenant_id, v_visit.device_ids) AS r WHERE NOT r.bookable) THEN
    outcome := 'DEVICE_OUT_OF_USE';
    RETURN;
  END IF;

  plan := ROW(v_pet.client_id, p_service_ids, v_visit.duration, v_visit.buffer_before, v_visit.buffer_after,
              plan.staff_ids, p_pet_id, plan.room_ids, v_visit.device_ids, v_visit.limited_ids, v_visit.limits);
END;
$$;
REVOKE ALL ON FUNCTION booking.plan_visit FROM PUBLIC;
