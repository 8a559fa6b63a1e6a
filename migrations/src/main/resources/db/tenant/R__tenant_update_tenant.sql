-- Replaces a tenant's settings; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, REQUEST_ID_REUSED, STALE_VERSION, UNKNOWN_TIME_ZONE, CURRENCY_IS_FIXED.
-- Locks: the tenant.
CREATE OR REPLACE FUNCTION tenant.update_tenant(
  p_tenant_id             text,
  p_actor_id              uuid,
  p_actor_role            text,
  p_request_id            uuid,
  p_request_hash          bytea,
  p_version               bigint,
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
  v_before jsonb;
BEGIN
  -- lock
  SELECT t.* INTO tenant FROM tenant.tenant AS t WHERE t.tenant_id = p_tenant_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    outcome := 'TENANT_NOT_FOUND';
    RETURN;
  END IF;

  -- replay
  SELECT r.outcome, r.answer INTO outcome, v_answer
    FROM kernel.replay(p_tenant_id, 'UpdateTenant', p_request_id, p_request_hash) AS r;
  IF outcome IS NOT NULL THEN
    tenant := jsonb_populate_record(NULL::tenant.tenant, v_answer);
    RETURN;
  END IF;

  -- check
  IF tenant.version <> p_version THEN
    outcome := 'STALE_VERSION';
    detail := jsonb_build_object('version', tenant.version);
    RETURN;
  ELSIF tenant.time_zone <> p_time_zone AND NOT tenant.is_time_zone(p_time_zone) THEN
    outcome := 'UNKNOWN_TIME_ZONE';
    RETURN;
  ELSIF tenant.currency_code <> p_currency_code THEN
    outcome := 'CURRENCY_IS_FIXED';
    detail := jsonb_build_object('currency_code', tenant.currency_code);
    RETURN;
  END IF;

  -- write
  v_before := to_jsonb(tenant);
  UPDATE tenant.tenant AS t
     SET display_name = p_display_name, time_zone = p_time_zone, tax_mode = p_tax_mode,
         tax_rounding = p_tax_rounding, min_notice_minutes = p_min_notice_minutes, horizon_days = p_horizon_days,
         cancel_window_minutes = p_cancel_window_minutes, slot_step_minutes = p_slot_step_minutes,
         surplus_policy = p_surplus_policy, refund_policy = p_refund_policy, version = t.version + 1,
         update_time = now()
   WHERE t.tenant_id = p_tenant_id
  RETURNING t.* INTO tenant;
  PERFORM kernel.remember(p_tenant_id, 'UpdateTenant', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before, to_jsonb(tenant));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION tenant.update_tenant FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenant.update_tenant TO corral_app;
