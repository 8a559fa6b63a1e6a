-- Stores a way to pay; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, REQUEST_ID_REUSED, TOO_MANY_METHODS.
-- Locks: the tenant, since it is counted.
CREATE OR REPLACE FUNCTION payment.upsert_payment_method(
  p_tenant_id          text,
  p_actor_id           uuid,
  p_actor_role         text,
  p_request_id         uuid,
  p_request_hash       bytea,
  p_method_id          text,
  p_display_name       text,
  p_requires_reference boolean,
  p_min_minor          bigint,
  p_max_minor          bigint,
  p_active             boolean,
  OUT outcome          kernel.outcome,
  OUT detail           jsonb,
  OUT method           payment.method
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_stored record;
  v_before jsonb;
BEGIN
  -- lock
  IF (tenant.lock_tenant(p_tenant_id)).tenant_id IS NULL THEN
    outcome := 'TENANT_NOT_FOUND';
    RETURN;
  END IF;

  SELECT m.* INTO method
    FROM payment.method AS m
   WHERE m.tenant_id = p_tenant_id AND m.method_id = p_method_id;

  -- replay
  SELECT r.* INTO v_stored FROM kernel.replay(p_tenant_id, 'UpsertPaymentMethod', p_request_id, p_request_hash) AS r;
  IF v_stored.outcome IS NOT NULL THEN
    outcome := v_stored.outcome;
    method := jsonb_populate_record(NULL::payment.method, v_stored.answer);
    RETURN;
  END IF;

  -- check
  IF method.method_id IS NULL
     AND (SELECT count(*) FROM payment.method AS m WHERE m.tenant_id = p_tenant_id) >= 100 THEN
    outcome := 'TOO_MANY_METHODS';
    RETURN;
  END IF;

  -- write
  v_before := to_jsonb(method);
  INSERT INTO payment.method AS m (
    tenant_id, method_id, display_name, requires_reference, min_minor, max_minor, active)
  VALUES (p_tenant_id, p_method_id, p_display_name, p_requires_reference, p_min_minor, p_max_minor, p_active)
      ON CONFLICT ON CONSTRAINT method_pkey DO UPDATE
     SET display_name = excluded.display_name, requires_reference = excluded.requires_reference,
         min_minor = excluded.min_minor, max_minor = excluded.max_minor, active = excluded.active, update_time = now()
  RETURNING m.* INTO method;
  PERFORM kernel.remember(p_tenant_id, 'UpsertPaymentMethod', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before, to_jsonb(method));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION payment.upsert_payment_method FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment.upsert_payment_method TO corral_app;
