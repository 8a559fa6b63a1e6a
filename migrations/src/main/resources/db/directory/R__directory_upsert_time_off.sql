-- Stores an absence of a staff member, new or in place of the old; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, REQUEST_ID_REUSED, STAFF_NOT_FOUND. Locks: the absence, or the new row's key.
CREATE OR REPLACE FUNCTION directory.upsert_time_off(
  p_tenant_id    text,
  p_actor_id     uuid,
  p_actor_role   text,
  p_request_id   uuid,
  p_request_hash bytea,
  p_time_off_id  uuid,
  p_staff_id     uuid,
  p_start_time   timestamptz,
  p_end_time     timestamptz,
  p_note         text,
  OUT outcome    kernel.outcome,
  OUT detail     jsonb,
  OUT time_off   directory.time_off
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
  SELECT o.* INTO time_off FROM directory.time_off AS o
   WHERE o.tenant_id = p_tenant_id AND o.time_off_id = p_time_off_id FOR NO KEY UPDATE;
  v_before := CASE WHEN FOUND THEN to_jsonb(time_off) END;

  -- replay
  SELECT r.outcome, r.answer INTO outcome, v_answer
    FROM kernel.replay(p_tenant_id, 'UpsertTimeOff', p_request_id, p_request_hash) AS r;
  IF outcome IS NOT NULL THEN
    time_off := jsonb_populate_record(NULL::directory.time_off, v_answer);
    RETURN;
  END IF;

  -- check
  IF NOT EXISTS (SELECT 1 FROM directory.staff AS s WHERE s.tenant_id = p_tenant_id AND s.staff_id = p_staff_id) THEN
    outcome := 'STAFF_NOT_FOUND';
    RETURN;
  END IF;

  -- write
  INSERT INTO directory.time_off AS o (tenant_id, time_off_id, staff_id, start_time, end_time, note)
  VALUES (p_tenant_id, p_time_off_id, p_staff_id, p_start_time, p_end_time, p_note)
      ON CONFLICT ON CONSTRAINT time_off_pkey DO UPDATE
     SET staff_id = EXCLUDED.staff_id, start_time = EXCLUDED.start_time, end_time = EXCLUDED.end_time,
         note = EXCLUDED.note
  RETURNING o.* INTO time_off;
  PERFORM kernel.remember(p_tenant_id, 'UpsertTimeOff', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before, to_jsonb(time_off));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION directory.upsert_time_off FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory.upsert_time_off TO corral_app;
