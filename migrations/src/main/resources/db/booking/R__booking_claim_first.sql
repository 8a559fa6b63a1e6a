-- Claims the first of these resources that is free and returns it, or NULL. Internal.
-- Locks: the claim it makes; waits for a rival that is making or giving up an overlapping one. An overlap with what is
-- committed inserts nothing and raises nothing; what an override has claimed is outside the constraint and looked for.
-- With p_overlap, when none is free, the first is claimed all the same, outside the constraint.
CREATE OR REPLACE FUNCTION booking.claim_first(
  p_tenant_id      text,
  p_appointment_id uuid,
  p_kind           booking.resource_kind,
  p_resource_ids   uuid[],
  p_during         tstzrange,
  p_overlap        boolean
) RETURNS uuid
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_resource_id uuid;
BEGIN
  FOREACH v_resource_id IN ARRAY coalesce(p_resource_ids, '{}') LOOP
    INSERT INTO booking.claim (tenant_id, appointment_id, kind, resource_id, during)
    SELECT p_tenant_id, p_appointment_id, p_kind, v_resource_id, p_during
     WHERE NOT EXISTS (
       SELECT 1 FROM booking.claim AS o
        WHERE o.tenant_id = p_tenant_id AND o.kind = p_kind AND o.resource_id = v_resource_id AND o.overlapping
          AND o.during && p_during)
        ON CONFLICT ON CONSTRAINT claim_no_overlap DO NOTHING;
    IF FOUND THEN
      RETURN v_resource_id;
    END IF;
  END LOOP;

  IF p_overlap AND p_resource_ids IS NOT NULL THEN
    INSERT INTO booking.claim (tenant_id, appointment_id, kind, resource_id, during, overlapping)
    VALUES (p_tenant_id, p_appointment_id, p_kind, p_resource_ids[1], p_during, true);
    RETURN p_resource_ids[1];
  END IF;
  RETURN NULL;
END;
$$;
REVOKE ALL ON FUNCTION booking.claim_first FROM PUBLIC;
