-- The appointments whose claims keep a plan from one start, for a reason that ends in BUSY; ascending. Internal.
-- No locks.
CREATE OR REPLACE FUNCTION booking.in_the_way(
  p_tenant_id text,
  p_plan      booking.plan,
  p_staff_id  uuid,
  p_start     timestamptz,
  p_reason    kernel.outcome
) RETURNS uuid[]
LANGUAGE sql STABLE
AS $$
  SELECT ARRAY(
    SELECT DISTINCT c.appointment_id
      FROM (VALUES
             ('STAFF_BUSY'::kernel.outcome, 'STAFF'::booking.resource_kind, ARRAY[p_staff_id]),
             ('PET_BUSY', 'PET', ARRAY[p_plan.pet_id]),
             ('ROOM_BUSY', 'ROOM', p_plan.room_ids),
             ('DEVICE_BUSY', 'DEVICE', p_plan.device_ids)) AS k (reason, kind, resource_ids)
     CROSS JOIN unnest(k.resource_ids) AS r (resource_id)
      JOIN booking.claim AS c
        ON c.tenant_id = p_tenant_id AND c.kind = k.kind AND c.resource_id = r.resource_id
           AND c.during && CASE k.kind WHEN 'PET' THEN tstzrange(p_start, p_start + p_plan.duration)
                                       ELSE tstzrange(p_start - p_plan.buffer_before,
                                                      p_start + p_plan.duration + p_plan.buffer_after)
                           END
     WHERE k.reason = p_reason
     ORDER BY c.appointment_id)
$$;
REVOKE ALL ON FUNCTION booking.in_the_way FROM PUBLIC;
