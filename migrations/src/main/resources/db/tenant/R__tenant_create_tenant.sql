-- Creates a tenant; a repeated request id returns the first answer.
-- Outcomes, in order: UNKNOWN_TIME_ZONE, REQUEST_ID_REUSED, TENANT_ALREADY_EXISTS. Locks: the new row's key.
CREATE OR REPLACE FUNCTION tenant.create_tenant(
  p_tenant_id             text,
  p_actor_id              uuid,
  p_actor_role            text,
  p_request_id            uuid,
  p_request_hash          bytea,
  p_display_name          text,
  p_currency_code         text,
  p_time_zone             text,
  p_tax_mode              text,
  p_tax_rounding          text,
  p_min_notice_minutes    integer,
  p_horizon_days          integer,
  p_cancel_window_minutes integer,
  p_slot_step_minutes     integer,
  p_surplus_policy        text,
  p_refund_policy         text,
  OUT outcome             kernel.outcome,
  OUT detail              jsonb,
  OUT tenant              tenant.tenant
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_answer jsonb;
BEGIN
  -- check
  IF NOT tenant.is_time_zone(p_time_zone) THEN
    outcome := 'UNKNOWN_TIME_ZONE';
    RETURN;
  END IF;

  -- write: two calls for one tenant meet at its key, and the later one finds what the first left
  INSERT INTO tenant.tenant AS t (
    tenant_id, display_name, currency_code, time_zone, tax_mode, tax_rounding, min_notice_minutes, horizon_days,
    cancel_window_minutes, slot_step_minutes, surplus_policy, refund_policy)
  VALUES (
    p_tenant_id, p_display_name, p_currency_code, p_time_zone, p_tax_mode, p_tax_rounding, p_min_notice_minutes,
    p_horizon_days, p_cancel_window_minutes, p_slot_step_minutes, p_surplus_policy, p_refund_policy)
      ON CONFLICT ON CONSTRAINT tenant_pkey DO NOTHING
  RETURNING t.* INTO tenant;
  IF FOUND THEN
    PERFORM kernel.remember(p_tenant_id, 'CreateTenant', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                            NULL, to_jsonb(tenant));
    outcome := 'OK';
    RETURN;
  END IF;

  -- replay
  SELECT r.outcome, r.answer INTO outcome, v_answer
    FROM kernel.replay(p_tenant_id, 'CreateTenant', p_request_id, p_request_hash) AS r;
  IF outcome = 'OK' THEN
    tenant := jsonb_populate_record(NULL::tenant.tenant, v_answer);
  ELSIF outcome IS NULL THEN
    outcome := 'TENANT_ALREADY_EXISTS';
  END IF;
END;
$$;
REVOKE ALL ON FUNCTION tenant.create_tenant FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenant.create_tenant TO corral_app;
