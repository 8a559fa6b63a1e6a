-- Gives one date of the clinic (p_staff_id NULL) or of a staff member other hours; no windows: closed.
-- A repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, REQUEST_ID_REUSED, STAFF_NOT_FOUND. Locks: the exception, or the new row's key.
CREATE OR REPLACE FUNCTION directory.set_date_exception(
  p_tenant_id        text,
  p_actor_id         uuid,
  p_actor_role       text,
  p_request_id       uuid,
  p_request_hash     bytea,
  p_staff_id         uuid,
  p_date             date,
  p_start_minutes    integer[],
  p_end_minutes      integer[],
  p_note             text,
  OUT outcome        kernel.outcome,
  OUT detail         jsonb,
  OUT date_exception directory.date_exception
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_owner_id uuid := coalesce(p_staff_id, '00000000-0000-0000-0000-000000000000');
  v_answer   jsonb;
  v_before   jsonb;
BEGIN
  IF (tenant.find_tenant(p_tenant_id)).tenant_id IS NULL THEN
    outcome := 'TENANT_NOT_FOUND';
    RETURN;
  END IF;

  -- lock
  SELECT e.* INTO date_exception FROM directory.date_exception AS e
   WHERE e.tenant_id = p_tenant_id AND e.owner_id = v_owner_id AND e.date = p_date FOR NO KEY UPDATE;
  v_before := CASE WHEN FOUND THEN to_jsonb(date_exception) END;

  -- replay
  SELECT r.outcome, r.answer INTO outcome, v_answer
    FROM kernel.replay(p_tenant_id, 'SetDateException', p_request_id, p_request_hash) AS r;
  IF outcome IS NOT NULL THEN
    date_exception := jsonb_populate_record(NULL::directory.date_exception, v_answer);
    RETURN;
  END IF;

  -- check
  IF p_staff_id IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM directory.staff AS s WHERE s.tenant_id = p_tenant_id AND s.staff_id = p_staff_id) THEN
    outcome := 'STAFF_NOT_FOUND';
    RETURN;
  END IF;

  -- write
  INSERT INTO directory.date_exception AS e (tenant_id, owner_id, date, start_minutes, end_minutes, note)
  VALUES (p_tenant_id, v_owner_id, p_date, p_start_minutes, p_end_minutes, p_note)
      ON CONFLICT ON CONSTRAINT date_exception_pkey DO UPDATE
     SET start_minutes = EXCLUDED.start_minutes, end_minutes = EXCLUDED.end_minutes, note = EXCLUDED.note
  RETURNING e.* INTO date_exception;
  PERFORM kernel.remember(p_tenant_id, 'SetDateException', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before, to_jsonb(date_exception));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION directory.set_date_exception FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory.set_date_exception TO corral_app;
