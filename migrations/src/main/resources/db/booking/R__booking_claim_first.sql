-- Claims the first of these resources that is free and returns it, or NULL. Internal.
-- Locks: the claim it makes; waits for a rival that is making or giving up an overlapping one. An overlap with what is
-- committed inserts nothing and raises nothing. With p_overlap a resource that is busy is claimed outside the constraint.
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
    VALUES (p_tenant_id, p_appointment_id, p_kind, v_resource_id, p_during)
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
