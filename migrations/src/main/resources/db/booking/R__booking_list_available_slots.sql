-- Lists the starts at which a visit can be booked, from p_from to p_to (local dates), each with the staff who are free.
-- Outcomes, in order: TENANT_NOT_FOUND, those of booking.plan_visit, TOO_MANY_SLOTS (over 7 dates with a step under 5
-- minutes, or over 100,000 pairs of a start and a staff member). No locks.
-- p_staff_ids empty: all who are qualified; p_pet_id, p_room_id, p_step_minutes may be NULL.
-- slot_times (seconds since 1970) and slot_staff (1-based places in staff_ids) are one list of pairs, by time.
CREATE OR REPLACE FUNCTION booking.list_available_slots(
  p_tenant_id          text,
  p_actor_id           uuid,
  p_actor_role         text,
  p_service_ids        uuid[],
  p_staff_ids          uuid[],
  p_pet_id             uuid,
  p_room_id            uuid,
  p_from               date,
  p_to                 date,
  p_step_minutes       integer,
  OUT outcome          kernel.outcome,
  OUT detail           jsonb,
  OUT duration_minutes integer,
  OUT staff_ids        uuid[],
  OUT slot_times       bigint[],
  OUT slot_staff       integer[]
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_settings tenant.tenant := tenant.find_tenant(p_tenant_id);
  v_planned  record;
  v_plan     booking.plan;
  v_step     integer := coalesce(p_step_minutes, v_settings.slot_step_minutes);
BEGIN
  IF v_settings.tenant_id IS NULL THEN
    outcome := 'TENANT_NOT_FOUND';
    RETURN;
  END IF;
  SELECT t.* INTO v_planned
    FROM booking.plan_visit(p_tenant_id, p_actor_id, p_actor_role, p_pet_id, p_service_ids,
                            nullif(p_staff_ids, '{}'), p_room_id) AS t;
  outcome := v_planned.outcome;
  IF outcome <> 'OK' THEN
    RETURN;
  END IF;
  IF v_step < 5 AND p_to - p_from >= 7 THEN
    outcome := 'TOO_MANY_SLOTS';
    RETURN;
  END IF;
  v_plan := v_planned.plan;
  duration_minutes := extract(epoch FROM v_plan.duration) / 60;
  staff_ids := v_plan.staff_ids;

  WITH passed AS MATERIALIZED (
    SELECT a.staff_id, range_intersect_agg(a.starts) AS starts
      FROM booking.availability(
             p_tenant_id, v_settings, v_plan, NULL,
             tstzrange(kernel.to_instant(p_from, v_settings.time_zone),
                       kernel.to_instant(p_to + 1, v_settings.time_zone))) AS a
     GROUP BY a.staff_id
  ), bookable AS MATERIALIZED (
    SELECT s.place::integer AS place, o.starts * g.starts AS starts
      FROM unnest(v_plan.staff_ids) WITH ORDINALITY AS s (staff_id, place)
      JOIN passed AS o ON o.staff_id = s.staff_id
      JOIN passed AS g ON g.staff_id IS NULL
  ), slot AS (
    SELECT extract(epoch FROM t.instant)::bigint AS time, b.place
      FROM bookable AS b,
           booking.grid(b.starts, v_settings.time_zone, p_from, p_to, v_step) AS t
     LIMIT 100001
  )
  SELECT array_agg(s.time ORDER BY s.time, s.place), array_agg(s.place ORDER BY s.time, s.place)
    INTO slot_times, slot_staff
    FROM slot AS s;
  IF cardinality(slot_times) > 100000 THEN
    outcome := 'TOO_MANY_SLOTS';
  END IF;
END;
$$;
REVOKE ALL ON FUNCTION booking.list_available_slots FROM PUBLIC;
GRANT EXECUTE ON FUNCTION booking.list_available_slots TO corral_app;
