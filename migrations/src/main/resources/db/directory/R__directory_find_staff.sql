-- Tells which of these staff members exist and take bookings; p_staff_ids NULL means all. Internal. No locks.
CREATE OR REPLACE FUNCTION directory.find_staff(
  p_tenant_id text,
  p_staff_ids uuid[]
) RETURNS TABLE (staff_id uuid, bookable boolean)
LANGUAGE sql STABLE
AS $$
  SELECT s.staff_id, s.bookable
    FROM directory.staff AS s
   WHERE s.tenant_id = p_tenant_id AND (p_staff_ids IS NULL OR s.staff_id = ANY (p_staff_ids))
$$;
REVOKE ALL ON FUNCTION directory.find_staff FROM PUBLIC;
