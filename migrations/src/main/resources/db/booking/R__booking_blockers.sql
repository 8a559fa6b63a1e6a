-- For each staff member of a plan, every reason against one start, in order of precedence; empty when it can be booked.
-- Internal. No locks. p_overlap leaves out that something is busy: a staff override.
CREATE OR REPLACE FUNCTION booking.blockers(
  p_tenant_id  text,
  p_settings   tenant.tenant,
  p_plan       booking.plan,
  p_ignored_id uuid,
  p_start      timestamptz,
  p_overlap    boolean
) RETURNS TABLE (staff_id uuid, reasons kernel.outcome[])
LANGUAGE sql STABLE
AS $$
  WITH against AS MATERIALIZED (
    SELECT a.staff_id, a.reason
      FROM booking.availability(p_tenant_id, p_settings, p_plan, p_ignored_id, tstzrange(p_start, p_start, '[]')) AS a
     WHERE NOT a.starts @> p_start
       AND NOT (p_overlap AND a.reason IN ('STAFF_BUSY', 'PET_BUSY', 'ROOM_BUSY', 'DEVICE_BUSY'))
  )
  SELECT s.staff_id,
         ARRAY(SELECT DISTINCT a.reason FROM against AS a
                WHERE a.staff_id IS NULL OR a.staff_id = s.staff_id
                ORDER BY a.reason)
    FROM unnest(p_plan.staff_ids) AS s (staff_id)
$$;
REVOKE ALL ON FUNCTION booking.blockers FROM PUBLIC;
