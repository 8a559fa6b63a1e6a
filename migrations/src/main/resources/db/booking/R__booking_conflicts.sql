-- The other appointments that claim what an appointment claims, at an overlapping time, ascending. Internal. No locks.
CREATE OR REPLACE FUNCTION booking.conflicts(
  p_tenant_id      text,
  p_appointment_id uuid
) RETURNS uuid[]
LANGUAGE sql STABLE
AS $$
  SELECT ARRAY(
    SELECT DISTINCT o.appointment_id
      FROM booking.claim AS c
      JOIN booking.claim AS o
        ON o.tenant_id = p_tenant_id AND o.kind = c.kind AND o.resource_id = c.resource_id AND o.during && c.during
     WHERE c.tenant_id = p_tenant_id AND c.appointment_id = p_appointment_id
       AND o.appointment_id <> p_appointment_id
     ORDER BY o.appointment_id)
$$;
REVOKE ALL ON FUNCTION booking.conflicts FROM PUBLIC;
