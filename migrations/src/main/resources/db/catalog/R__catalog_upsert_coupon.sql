-- Stores a coupon, new or in place of the old, its code in upper case; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, REQUEST_ID_REUSED, PRODUCT_NOT_FOUND (detail product_id), SERVICE_NOT_FOUND
-- (detail service_id; each the first unknown). Locks: the coupon, or the new row's key.
CREATE OR REPLACE FUNCTION catalog.upsert_coupon(
  p_tenant_id           text,
  p_actor_id            uuid,
  p_actor_role          text,
  p_request_id          uuid,
  p_request_hash        bytea,
  p_coupon_code         text,
  p_display_name        text,
  p_amount_minor        bigint,
  p_rate_bp             integer,
  p_max_discount_minor  bigint,
  p_min_subtotal_minor  bigint,
  p_first_date          date,
  p_last_date           date,
  p_max_uses            bigint,
  p_max_uses_per_client bigint,
  p_product_ids         uuid[],
  p_service_ids         uuid[],
  p_active              boolean,
  OUT outcome           kernel.outcome,
  OUT detail            jsonb,
  OUT coupon            catalog.coupon
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_code   text := upper(p_coupon_code COLLATE "C") COLLATE "default"; -- ASCII, whatever the language
  v_answer jsonb;
  v_before jsonb;
BEGIN
  IF (tenant.find_tenant(p_tenant_id)).tenant_id IS NULL THEN
    outcome := 'TENANT_NOT_FOUND';
    RETURN;
  END IF;

  -- lock
  SELECT c.* INTO coupon FROM catalog.coupon AS c
   WHERE c.tenant_id = p_tenant_id AND c.coupon_code = v_code FOR NO KEY UPDATE;
  v_before := CASE WHEN FOUND THEN to_jsonb(coupon) END;

  -- replay
  SELECT r.outcome, r.answer INTO outcome, v_answer
    FROM kernel.replay(p_tenant_id, 'UpsertCoupon', p_request_id, p_request_hash) AS r;
  IF outcome IS NOT NULL THEN
    coupon := jsonb_populate_record(NULL::catalog.coupon, v_answer);
    RETURN;
  END IF;

  -- check
  SELECT 'PRODUCT_NOT_FOUND', jsonb_build_object('product_id', n.id) INTO outcome, detail
    FROM unnest(p_product_ids) WITH ORDINALITY AS n (id, position)
   WHERE n.id NOT IN (SELECT p.product_id FROM catalog.find_products(p_tenant_id, p_product_ids) AS p)
   ORDER BY n.position LIMIT 1;
  IF outcome IS NULL THEN
    SELECT 'SERVICE_NOT_FOUND', jsonb_build_object('service_id', n.id) INTO outcome, detail
      FROM unnest(p_service_ids) WITH ORDINALITY AS n (id, position)
     WHERE n.id NOT IN (SELECT s.service_id FROM catalog.find_services(p_tenant_id, p_service_ids) AS s)
     ORDER BY n.position LIMIT 1;
  END IF;
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;

  -- write
  coupon := ROW(
    p_tenant_id, v_code, p_display_name, p_amount_minor, p_rate_bp, p_max_discount_minor,
    p_min_subtotal_minor, p_first_date, p_last_date, p_max_uses, p_max_uses_per_client, p_product_ids, p_service_ids,
    p_active, now())::catalog.coupon;
  INSERT INTO catalog.coupon AS c VALUES (coupon.*)
      ON CONFLICT ON CONSTRAINT coupon_pkey DO UPDATE
     SET (display_name, amount_minor, rate_bp, max_discount_minor, min_subtotal_minor, first_date, last_date, max_uses,
          max_uses_per_client, product_ids, service_ids, active, update_time)
       = (EXCLUDED.display_name, EXCLUDED.amount_minor, EXCLUDED.rate_bp, EXCLUDED.max_discount_minor,
          EXCLUDED.min_subtotal_minor, EXCLUDED.first_date, EXCLUDED.last_date, EXCLUDED.max_uses,
          EXCLUDED.max_uses_per_client, EXCLUDED.product_ids, EXCLUDED.service_ids, EXCLUDED.active,
          EXCLUDED.update_time);
  PERFORM kernel.remember(p_tenant_id, 'UpsertCoupon', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before, to_jsonb(coupon));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION catalog.upsert_coupon FROM PUBLIC;
GRANT EXECUTE ON FUNCTION catalog.upsert_coupon TO corral_app;
