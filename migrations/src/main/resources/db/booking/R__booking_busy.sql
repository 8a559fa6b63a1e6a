-- When resources of one kind are claimed inside a span; a resource without claims has an empty row. Internal. No locks.
-- p_ignored_id NULL, or an appointment whose own claims do not count: one that is being moved.
CREATE OR REPLACE FUNCTION booking.busy(
  p_tenant_id    text,
  p_kind         booking.resource_kind,
  p_resource_ids uuid[],
  p_ignored_id   uuid,
  p_span         tstzrange
) RETURNS TABLE (resource_id uuid, during tstzmultirange)
LANGUAGE sql STABLE
AS $$
  SELECT r.resource_id, coalesce(range_agg(c.during), '{}')
    FROM unnest(p_resource_ids) AS r (resource_id)
    LEFT JOIN LATERAL (
      -- in two parts, each with an index of its own
      SELECT o.during
        FROM booking.claim AS o
       WHERE o.tenant_id = p_tenant_id AND o.kind = p_kind AND o.resource_id = r.resource_id AND o.during && p_span
         AND NOT o.overlapping AND o.appointment_id IS DISTINCT FROM p_ignored_id
       UNION ALL
      SELECT o.during
        FROM booking.claim AS o
       WHERE o.tenant_id = p_tenant_id AND o.kind = p_kind AND o.resource_id = r.resource_id AND o.during && p_span
         AND o.overlapping AND o.appointment_id IS DISTINCT FROM p_ignored_id) AS c ON true
   GROUP BY r.resource_id
$$;
REVOKE ALL ON FUNCTION booking.busy FROM PUBLIC;
