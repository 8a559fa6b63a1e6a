-- Replaces the week of the clinic (p_staff_id NULL) or of a staff member.
-- A repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, REQUEST_ID_REUSED, STAFF_NOT_FOUND. Locks: the owner's row of directory.week,
-- made on first use, so that two weeks cannot be stored as a mixture.
CREATE OR REPLACE FUNCTION directory.set_working_hours(
  p_tenant_id       text,
  p_actor_id        uuid,
  p_actor_role      text,
  p_request_id      uuid,
  p_request_hash    bytea,
  p_staff_id        uuid,
  p_weekdays        integer[],
  p_start_minutes   integer[],
  p_end_minutes     integer[],
  p_breaks          boolean[],
  OUT outcome       kernel.outcome,
  OUT detail        jsonb,
  OUT weekdays      integer[],
  OUT start_minutes integer[],
  OUT end_minutes   integer[],
  OUT breaks        boolean[]
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_owner_id uuid := coalesce(p_staff_id, '00000000-0000-0000-0000-000000000000');
  v_known    boolean;
  v_answer   jsonb;
  v_before   jsonb;
BEGIN
  IF (tenant.find_tenant(p_tenant_id)).tenant_id IS NULL THEN
    outcome := 'TENANT_NOT_FOUND';
    RETURN;
  END IF;

  -- lock
  v_known := p_staff_id IS NULL OR EXISTS (
    SELECT 1 FROM directory.staff AS s WHERE s.tenant_id = p_tenant_id AND s.staff_id = p_staff_id);
  INSERT INTO directory.week (tenant_id, owner_id)
  SELECT p_tenant_id, v_owner_id WHERE v_known
      ON CONFLICT ON CONSTRAINT week_pkey DO NOTHING;
  PERFORM 1 FROM directory.week AS w WHERE w.tenant_id = p_tenant_id AND w.owner_id = v_owner_id FOR NO KEY UPDATE;

  -- replay
  SELECT r.outcome, r.answer INTO outcome, v_answer
    FROM kernel.replay(p_tenant_id, 'SetWorkingHours', p_request_id, p_request_hash) AS r;
  IF outcome IS NOT NULL THEN
    SELECT a.* INTO weekdays, start_minutes, end_minutes, breaks
      FROM jsonb_to_record(v_answer)
             AS a (weekdays integer[], start_minutes integer[], end_minutes integer[], breaks boolean[]);
    RETURN;
  END IF;

  -- check
  IF NOT v_known THEN
    outcome := 'STAFF_NOT_FOUND';
    RETURN;
  END IF;

  -- write: a window that is named twice is one
  v_before := to_jsonb(w) FROM directory.find_week(p_tenant_id, v_owner_id) AS w;
  DELETE FROM directory.working_hours AS h WHERE h.tenant_id = p_tenant_id AND h.owner_id = v_owner_id;
  INSERT INTO directory.working_hours (tenant_id, owner_id, weekday, is_break, start_minute, end_minute)
  SELECT DISTINCT p_tenant_id, v_owner_id, m.weekday, m.is_break, m.start_minute, m.end_minute
    FROM unnest(p_weekdays, p_start_minutes, p_end_minutes, p_breaks)
           AS m (weekday, start_minute, end_minute, is_break);
  SELECT w.* INTO weekdays, start_minutes, end_minutes, breaks FROM directory.find_week(p_tenant_id, v_owner_id) AS w;
  v_answer := to_jsonb(w) FROM directory.find_week(p_tenant_id, v_owner_id) AS w;
  PERFORM kernel.remember(p_tenant_id, 'SetWorkingHours', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before, v_answer);
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION directory.set_working_hours FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory.set_working_hours TO corral_app;
