-- The one rule of availability: for each reason to refuse a start, the starts that it lets pass. Internal. No locks.
-- A start can be booked with a staff member when it lies in every row of theirs and every row without staff_id. Listing
-- takes the intersection, booking and explaining ask which rows lack one start. Exact for starts inside p_span.
-- p_ignored_id NULL, or the appointment that is being moved: its own claims do not count.
CREATE OR REPLACE FUNCTION booking.availability(
  p_tenant_id  text,
  p_settings   tenant.tenant,
  p_plan       booking.plan,
  p_ignored_id uuid,
  p_span       tstzrange
) RETURNS TABLE (staff_id uuid, reason kernel.outcome, starts tstzmultirange)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_zone text := p_settings.time_zone;
  v_now  timestamptz := clock_timestamp();
  v_from date := (lower(p_span) AT TIME ZONE v_zone)::date - 1;
  v_to   date := ((upper(p_span) + p_plan.duration) AT TIME ZONE v_zone)::date;
  -- what the visit occupies besides the pet, and all that could meet it
  v_behind interval := p_plan.duration + p_plan.buffer_after;
  v_claims tstzrange := tstzrange(lower(p_span) - p_plan.buffer_before, upper(p_span) + v_behind, '[]');
BEGIN
  RETURN QUERY VALUES
    (NULL::uuid, 'TIME_IN_PAST'::kernel.outcome, tstzmultirange(tstzrange(v_now, NULL))),
    (NULL, 'NOTICE_TOO_SHORT',
     tstzmultirange(tstzrange(v_now + make_interval(mins => p_settings.min_notice_minutes), NULL))),
    (NULL, 'BEYOND_HORIZON',
     tstzmultirange(tstzrange(NULL, v_now + make_interval(hours => 24 * p_settings.horizon_days), '(]'))),
    (NULL, 'CLINIC_CLOSED',
     booking.fitting_starts(directory.clinic_hours(p_tenant_id, v_zone, v_from, v_to), p_plan.duration)),
    (NULL, 'SERVICE_NOT_OFFERED',
     booking.fitting_starts(
       catalog.visit_hours(p_tenant_id, p_plan.service_ids, v_zone, v_from, v_to), p_plan.duration)),
    (NULL, 'DAILY_LIMIT_REACHED',
     '{(,)}' - booking.full_days(p_tenant_id, v_zone, p_plan, p_ignored_id, v_from, v_to));

  RETURN QUERY
  SELECT h.staff_id, w.reason, w.starts
    FROM directory.staff_hours(p_tenant_id, v_zone, p_plan.staff_ids, v_from, v_to) AS h,
         LATERAL (VALUES
           ('STAFF_NOT_WORKING'::kernel.outcome, booking.fitting_starts(h.works, p_plan.duration)),
           ('STAFF_ON_LEAVE', booking.clear_starts(h.away, interval '0', p_plan.duration))) AS w (reason, starts);

  RETURN QUERY
  SELECT b.resource_id, 'STAFF_BUSY'::kernel.outcome, booking.clear_starts(b.during, p_plan.buffer_before, v_behind)
    FROM booking.busy(p_tenant_id, 'STAFF', p_plan.staff_ids, p_ignored_id, v_claims) AS b
   UNION ALL
  SELECT NULL, 'PET_BUSY', booking.clear_starts(b.during, interval '0', p_plan.duration)
    FROM booking.busy(p_tenant_id, 'PET', ARRAY[p_plan.pet_id], p_ignored_id, v_claims) AS b
   WHERE p_plan.pet_id IS NOT NULL
   UNION ALL
  SELECT NULL, 'ROOM_BUSY', range_agg(booking.clear_starts(b.during, p_plan.buffer_before, v_behind))
    FROM booking.busy(p_tenant_id, 'ROOM', p_plan.room_ids, p_ignored_id, v_claims) AS b
  HAVING p_plan.room_ids IS NOT NULL
   UNION ALL
  SELECT NULL, 'DEVICE_BUSY', booking.clear_starts(b.during, p_plan.buffer_before, v_behind)
    FROM booking.busy(p_tenant_id, 'DEVICE', p_plan.device_ids, p_ignored_id, v_claims) AS b;
END;
$$;
REVOKE ALL ON FUNCTION booking.availability FROM PUBLIC;
