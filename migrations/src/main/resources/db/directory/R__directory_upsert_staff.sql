-- Stores a staff member, new or in place of the old; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, REQUEST_ID_REUSED. Locks: the staff member, or the new row's key.
CREATE OR REPLACE FUNCTION directory.upsert_staff(
  p_tenant_id    text,
  p_actor_id     uuid,
  p_actor_role   text,
  p_request_id   uuid,
  p_request_hash bytea,
  p_staff_id     uuid,
  p_display_name text,
  p_role         text,
  p_bookable     boolean,
  OUT outcome    kernel.outcome,
  OUT detail     jsonb,
  OUT staff      directory.staff
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_answer jsonb;
  v_before jsonb;
BEGIN
  IF (tenant.find_tenant(p_tenant_id)).tenant_id IS NULL THEN
    outcome := 'TENANT_NOT_FOUND';
    RETURN;
  END IF;

  -- lock
  SELECT s.* INTO staff FROM directory.staff AS s
   WHERE s.tenant_id = p_tenant_id AND s.staff_id = p_staff_id FOR NO KEY UPDATE;
  v_before := CASE WHEN FOUND THEN to_jsonb(staff) END;

  -- replay
  SELECT r.outcome, r.answer INTO outcome, v_answer
    FROM kernel.replay(p_tenant_id, 'UpsertStaff', p_request_id, p_request_hash) AS r;
  IF outcome IS NOT NULL THEN
    staff := jsonb_populate_record(NULL::directory.staff, v_answer);
    RETURN;
  END IF;

  -- write
  INSERT INTO directory.staff AS s (tenant_id, staff_id, display_name, role, bookable)
  VALUES (p_tenant_id, p_staff_id, p_display_name, p_role, p_bookable)
      ON CONFLICT ON CONSTRAINT staff_pkey DO UPDATE
     SET display_name = EXCLUDED.display_name, role = EXCLUDED.role, bookable = EXCLUDED.bookable,
         update_time = now()
  RETURNING s.* INTO staff;
  PERFORM kernel.remember(p_tenant_id, 'UpsertStaff', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before, to_jsonb(staff));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION directory.upsert_staff FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory.upsert_staff TO corral_app;
