-- What must always hold of appointments and their claims; returns each violation. Internal. No locks, reads everything.
-- p_tenant_id NULL checks every tenant. Overlaps are looked for by a query, not by trust in the constraint.
CREATE OR REPLACE FUNCTION booking.verify_invariants(
  p_tenant_id text
) RETURNS TABLE (tenant_id text, invariant text, subject text)
LANGUAGE sql STABLE
AS $$
  WITH appointment AS (
    SELECT a.*, a.status NOT IN ('CANCELLED', 'NO_SHOW') AS active,
           tstzrange(a.start_time, a.end_time) AS visit,
           tstzrange(a.start_time - make_interval(mins => a.buffer_before_minutes),
                     a.end_time + make_interval(mins => a.buffer_after_minutes)) AS occupied
      FROM booking.appointment AS a
     WHERE p_tenant_id IS NULL OR a.tenant_id = p_tenant_id
  ), due AS (
    SELECT a.tenant_id, a.appointment_id, k.kind, k.resource_id, k.during
      FROM appointment AS a,
           LATERAL (
             SELECT 'STAFF'::booking.resource_kind, a.staff_id, a.occupied
              UNION ALL SELECT 'PET', a.pet_id, a.visit
              UNION ALL SELECT 'ROOM', a.room_id, a.occupied WHERE a.room_id IS NOT NULL
              UNION ALL SELECT 'DEVICE', d.device_id, a.occupied FROM unnest(a.device_ids) AS d (device_id)
           ) AS k (kind, resource_id, during)
     WHERE a.active
  ), claim AS (
    SELECT c.* FROM booking.claim AS c WHERE p_tenant_id IS NULL OR c.tenant_id = p_tenant_id
  )
  SELECT c.tenant_id, 'two claims of one resource overlap',
         format('%s %s: %s and %s', c.kind, c.resource_id, c.appointment_id, o.appointment_id)
    FROM claim AS c
    JOIN claim AS o ON o.tenant_id = c.tenant_id AND o.kind = c.kind AND o.resource_id = c.resource_id
                   AND o.during && c.during AND o.appointment_id > c.appointment_id
   WHERE NOT c.overlapping AND NOT o.overlapping
   UNION ALL
  SELECT d.tenant_id, 'an active appointment lacks a claim',
         format('%s: %s %s', d.appointment_id, d.kind, d.resource_id)
    FROM due AS d
   WHERE NOT EXISTS (
     SELECT 1 FROM claim AS c
      WHERE c.tenant_id = d.tenant_id AND c.appointment_id = d.appointment_id AND c.kind = d.kind
        AND c.resource_id = d.resource_id AND c.during = d.during)
   UNION ALL
  SELECT c.tenant_id, 'a claim belongs to no active appointment',
         format('%s: %s %s', c.appointment_id, c.kind, c.resource_id)
    FROM claim AS c
   WHERE NOT EXISTS (
     SELECT 1 FROM due AS d
      WHERE d.tenant_id = c.tenant_id AND d.appointment_id = c.appointment_id AND d.kind = c.kind
        AND d.resource_id = c.resource_id)
   UNION ALL
  SELECT a.tenant_id, 'an appointment overlaps others without a stored reason', a.appointment_id::text
    FROM appointment AS a
   WHERE a.override_reason = '' AND EXISTS (
     SELECT 1 FROM claim AS c
      WHERE c.tenant_id = a.tenant_id AND c.appointment_id = a.appointment_id AND c.overlapping)
$$;
REVOKE ALL ON FUNCTION booking.verify_invariants FROM PUBLIC;
