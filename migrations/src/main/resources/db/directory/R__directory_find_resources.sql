-- Tells which of these rooms and devices exist and take bookings. Internal. No locks.
CREATE OR REPLACE FUNCTION directory.find_resources(
  p_tenant_id    text,
  p_resource_ids uuid[]
) RETURNS TABLE (resource_id uuid, kind text, bookable boolean)
LANGUAGE sql STABLE
AS $$
  SELECT r.resource_id, r.kind, r.bookable
    FROM directory.resource AS r
   WHERE r.tenant_id = p_tenant_id AND r.resource_id = ANY (p_resource_ids)
$$;
REVOKE ALL ON FUNCTION directory.find_resources FROM PUBLIC;
