-- Takes an absence back; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, REQUEST_ID_REUSED, TIME_OFF_NOT_FOUND. Locks: the absence.
CREATE OR REPLACE FUNCTION directory.delete_time_off(
  p_tenant_id    text,
  p_actor_id     uuid,
  p_actor_role   text,
  p_request_id   uuid,
  p_request_hash bytea,
  p_time_off_id  uuid,
  OUT outcome    kernel.outcome,
  OUT detail     jsonb
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_before jsonb;
BEGIN
  IF (tenant.find_tenant(p_tenant_id)).tenant_id IS NULL THEN
    outcome := 'TENANT_NOT_FOUND';
    RETURN;
  END IF;

  -- lock
  SELECT to_jsonb(o) INTO v_before FROM directory.time_off AS o
   WHERE o.tenant_id = p_tenant_id AND o.time_off_id = p_time_off_id FOR NO KEY UPDATE;

  -- replay: before the check, since the first call has taken the row
  outcome := r.outcome FROM kernel.replay(p_tenant_id, 'DeleteTimeOff', p_request_id, p_request_hash) AS r;
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;

  -- check
  IF v_before IS NULL THEN
    outcome := 'TIME_OFF_NOT_FOUND';
    RETURN;
  END IF;

  -- write
  DELETE FROM directory.time_off AS o WHERE o.tenant_id = p_tenant_id AND o.time_off_id = p_time_off_id;
  PERFORM kernel.remember(p_tenant_id, 'DeleteTimeOff', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before, '{}');
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION directory.delete_time_off FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory.delete_time_off TO corral_app;
