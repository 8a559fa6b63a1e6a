-- Checks one start of a plan and claims it for an appointment, with the best of the staff members who are free: the
-- fewest appointments on that local day, then the lowest id. Internal.
-- Outcomes: those of booking.availability, in order of precedence, of the staff member who comes closest; nothing is
-- claimed then. Locks: booking.service_day of the services with a daily maximum, ascending, then the claims.
CREATE OR REPLACE FUNCTION booking.take_slot(
  p_tenant_id      text,
  p_settings       tenant.tenant,
  p_plan           booking.plan,
  p_appointment_id uuid,
  p_start          timestamptz,
  p_overlap        boolean,
  OUT outcome      kernel.outcome,
  OUT staff_id     uuid,
  OUT room_id      uuid
)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_day   date := (p_start AT TIME ZONE p_settings.time_zone)::date;
  v_today timestamptz := kernel.to_instant(v_day, p_settings.time_zone);
  v_next  timestamptz := kernel.to_instant(v_day + 1, p_settings.time_zone);
  v_free  uuid[];
BEGIN
  -- lock
  IF p_plan.limited_ids IS NOT NULL THEN
    INSERT INTO booking.service_day (tenant_id, service_id, date)
    SELECT p_tenant_id, l.service_id, v_day FROM unnest(p_plan.limited_ids) AS l (service_id) ORDER BY l.service_id
        ON CONFLICT ON CONSTRAINT service_day_pkey DO NOTHING;
    PERFORM 1 FROM booking.service_day AS d
      WHERE d.tenant_id = p_tenant_id AND d.service_id = ANY (p_plan.limited_ids) AND d.date = v_day
      ORDER BY d.service_id FOR NO KEY UPDATE;
  END IF;

  -- check
  SELECT max(b.reasons[1]),
         array_agg(b.staff_id ORDER BY w.appointments, b.staff_id) FILTER (WHERE b.reasons = '{}')
    INTO outcome, v_free
    FROM booking.blockers(p_tenant_id, p_settings, p_plan, p_appointment_id, p_start, p_overlap) AS b,
         LATERAL (SELECT count(*) AS appointments
                    FROM booking.appointment AS a
                   WHERE a.tenant_id = p_tenant_id AND a.staff_id = b.staff_id
                     AND a.start_time >= v_today AND a.start_time < v_next
                     AND a.status NOT IN ('CANCELLED', 'NO_SHOW')) AS w;
  IF v_free IS NULL THEN
    RETURN;
  END IF;

  -- write: a rival who came first shows as a claim that cannot be made
  SELECT c.outcome, c.staff_id, c.room_id INTO outcome, staff_id, room_id
    FROM booking.claim_resources(p_tenant_id, p_appointment_id, p_plan, v_free, p_start, p_overlap) AS c;
END;
$$;
REVOKE ALL ON FUNCTION booking.take_slot FROM PUBLIC;
