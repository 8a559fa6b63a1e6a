-- Replaces what a tenant may ask; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, REQUEST_ID_REUSED. Locks: the tenant.
CREATE OR REPLACE FUNCTION tenant.set_tenant_limits(
  p_tenant_id                  text,
  p_actor_id                   uuid,
  p_actor_role                 text,
  p_request_id                 uuid,
  p_request_hash               bytea,
  p_read_calls_per_second      integer,
  p_read_calls_in_flight       integer,
  p_write_calls_per_second     integer,
  p_write_calls_in_flight      integer,
  p_expensive_calls_per_second integer,
  p_expensive_calls_in_flight  integer,
  p_strict_calls_per_second    integer,
  p_strict_calls_in_flight     integer,
  OUT outcome                  kernel.outcome,
  OUT detail                   jsonb,
  OUT limits                   tenant.tenant_limits
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_answer jsonb;
  v_before jsonb;
BEGIN
  -- lock
  IF (tenant.lock_tenant(p_tenant_id)).tenant_id IS NULL THEN
    outcome := 'TENANT_NOT_FOUND';
    RETURN;
  END IF;

  -- replay
  SELECT r.outcome, r.answer INTO outcome, v_answer
    FROM kernel.replay(p_tenant_id, 'SetTenantLimits', p_request_id, p_request_hash) AS r;
  IF outcome IS NOT NULL THEN
    limits := jsonb_populate_record(NULL::tenant.tenant_limits, v_answer);
    RETURN;
  END IF;

  -- write
  SELECT to_jsonb(l) INTO v_before FROM tenant.tenant_limits AS l WHERE l.tenant_id = p_tenant_id;
  DELETE FROM tenant.tenant_limits AS l WHERE l.tenant_id = p_tenant_id;
  INSERT INTO tenant.tenant_limits AS l (
    tenant_id, read_calls_per_second, read_calls_in_flight, write_calls_per_second, write_calls_in_flight,
    expensive_calls_per_second, expensive_calls_in_flight, strict_calls_per_second, strict_calls_in_flight)
  VALUES (
    p_tenant_id, p_read_calls_per_second, p_read_calls_in_flight, p_write_calls_per_second, p_write_calls_in_flight,
    p_expensive_calls_per_second, p_expensive_calls_in_flight, p_strict_calls_per_second, p_strict_calls_in_flight)
  RETURNING l.* INTO limits;
  PERFORM kernel.remember(p_tenant_id, 'SetTenantLimits', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before, to_jsonb(limits));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION tenant.set_tenant_limits FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenant.set_tenant_limits TO corral_app;
