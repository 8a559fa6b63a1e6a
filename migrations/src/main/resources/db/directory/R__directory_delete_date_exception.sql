-- Takes the exception of one date away, of the clinic (p_staff_id NULL) or of a staff member; none there is a success.
-- A repeated request id returns the first answer and takes nothing that was set since.
-- Outcomes, in order: TENANT_NOT_FOUND, REQUEST_ID_REUSED, STAFF_NOT_FOUND. Locks: the exception.
CREATE OR REPLACE FUNCTION directory.delete_date_exception(
  p_tenant_id    text,
  p_actor_id     uuid,
  p_actor_role   text,
  p_request_id   uuid,
  p_request_hash bytea,
  p_staff_id     uuid,
  p_date         date,
  OUT outcome    kernel.outcome,
  OUT detail     jsonb
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_owner_id uuid := coalesce(p_staff_id, '00000000-0000-0000-0000-000000000000');
  v_before   jsonb;
BEGIN
  IF (tenant.find_tenant(p_tenant_id)).tenant_id IS NULL THEN
    outcome := 'TENANT_NOT_FOUND';
    RETURN;
  END IF;

  -- lock
  SELECT to_jsonb(e) INTO v_before FROM directory.date_exception AS e
   WHERE e.tenant_id = p_tenant_id AND e.owner_id = v_owner_id AND e.date = p_date FOR NO KEY UPDATE;

  -- replay
  outcome := r.outcome FROM kernel.replay(p_tenant_id, 'DeleteDateException', p_request_id, p_request_hash) AS r;
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;

  -- check
  IF p_staff_id IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM directory.staff AS s WHERE s.tenant_id = p_tenant_id AND s.staff_id = p_staff_id) THEN
    outcome := 'STAFF_NOT_FOUND';
    RETURN;
  END IF;

  -- write
  DELETE FROM directory.date_exception AS e
   WHERE e.tenant_id = p_tenant_id AND e.owner_id = v_owner_id AND e.date = p_date;
  PERFORM kernel.remember(p_tenant_id, 'DeleteDateException', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before, '{}');
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION directory.delete_date_exception FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory.delete_date_exception TO corral_app;
