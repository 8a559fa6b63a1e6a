-- Says for each staff member why a start is not offered: every reason, with the appointments in the way.
-- Outcomes, in order: TENANT_NOT_FOUND, those of booking.plan_visit, LOCAL_TIME_DOES_NOT_EXIST. No locks.
-- explanation: [{staff_id, blockers: [{reason, appointment_ids}]}], by staff id, reasons in order of precedence.
CREATE OR REPLACE FUNCTION booking.explain_unavailability(
  p_tenant_id     text,
  p_actor_id      uuid,
  p_actor_role    text,
  p_service_ids   uuid[],
  p_start_time    timestamptz,
  p_local_start   timestamp,
  p_staff_ids     uuid[],
  p_pet_id        uuid,
  p_room_id       uuid,
  OUT outcome     kernel.outcome,
  OUT detail      jsonb,
  OUT explanation jsonb
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_settings tenant.tenant := tenant.find_tenant(p_tenant_id);
  v_start    timestamptz := booking.find_start(v_settings.time_zone, p_start_time, p_local_start);
  v_planned  record;
  v_plan     booking.plan;
BEGIN
  IF v_settings.tenant_id IS NULL THEN
    outcome := 'TENANT_NOT_FOUND';
    RETURN;
  END IF;
  SELECT t.* INTO v_planned
    FROM booking.plan_visit(p_tenant_id, p_actor_id, p_actor_role, p_pet_id, p_service_ids,
                            nullif(p_staff_ids, '{}'), p_room_id) AS t;
  outcome := CASE WHEN v_planned.outcome = 'OK' AND v_start IS NULL THEN 'LOCAL_TIME_DOES_NOT_EXIST'
                  ELSE v_planned.outcome
             END;
  IF outcome <> 'OK' THEN
    RETURN;
  END IF;
  v_plan := v_planned.plan;

  SELECT jsonb_agg(
           jsonb_build_object(
             'staff_id', b.staff_id,
             'blockers', (SELECT coalesce(jsonb_agg(
                                   jsonb_build_object(
                                     'reason', r.reason,
                                     'appointment_ids',
                                     booking.in_the_way(p_tenant_id, v_plan, b.staff_id, v_start, r.reason))
                                   ORDER BY r.reason), '[]')
                            FROM unnest(b.reasons) AS r (reason)))
           ORDER BY b.staff_id)
    INTO explanation
    FROM booking.blockers(p_tenant_id, v_settings, v_plan, NULL, v_start, false) AS b;
END;
$$;
REVOKE ALL ON FUNCTION booking.explain_unavailability FROM PUBLIC;
GRANT EXECUTE ON FUNCTION booking.explain_unavailability TO corral_app;
