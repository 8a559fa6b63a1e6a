-- Stores a product, new or in place of the old; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, REQUEST_ID_REUSED. Locks: the product, or the new row's key.
CREATE OR REPLACE FUNCTION catalog.upsert_product(
  p_tenant_id             text,
  p_actor_id              uuid,
  p_actor_role            text,
  p_request_id            uuid,
  p_request_hash          bytea,
  p_product_id            uuid,
  p_display_name          text,
  p_unit                  text,
  p_price_minor           bigint,
  p_tax_rate_bp           integer,
  p_requires_prescription boolean,
  p_species               text[],
  p_min_quantity          integer,
  p_max_quantity          integer,
  p_reorder_point         bigint,
  p_active                boolean,
  OUT outcome             kernel.outcome,
  OUT detail              jsonb,
  OUT product             catalog.product
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
  SELECT p.* INTO product FROM catalog.product AS p
   WHERE p.tenant_id = p_tenant_id AND p.product_id = p_product_id FOR NO KEY UPDATE;
  v_before := CASE WHEN FOUND THEN to_jsonb(product) END;

  -- replay
  SELECT r.outcome, r.answer INTO outcome, v_answer
    FROM kernel.replay(p_tenant_id, 'UpsertProduct', p_request_id, p_request_hash) AS r;
  IF outcome IS NOT NULL THEN
    product := jsonb_populate_record(NULL::catalog.product, v_answer);
    RETURN;
  END IF;

  -- write
  product := ROW(
    p_tenant_id, p_product_id, p_display_name, p_unit, p_price_minor, p_tax_rate_bp, p_requires_prescription, p_species,
    p_min_quantity, p_max_quantity, p_reorder_point, p_active, now())::catalog.product;
  INSERT INTO catalog.product AS p VALUES (product.*)
      ON CONFLICT ON CONSTRAINT product_pkey DO UPDATE
     SET (display_name, unit, price_minor, tax_rate_bp, requires_prescription, species, min_quantity, max_quantity,
          reorder_point, active, update_time)
       = (EXCLUDED.display_name, EXCLUDED.unit, EXCLUDED.price_minor, EXCLUDED.tax_rate_bp,
          EXCLUDED.requires_prescription, EXCLUDED.species, EXCLUDED.min_quantity, EXCLUDED.max_quantity,
          EXCLUDED.reorder_point, EXCLUDED.active, EXCLUDED.update_time);
  PERFORM kernel.remember(p_tenant_id, 'UpsertProduct', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before, to_jsonb(product));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION catalog.upsert_product FROM PUBLIC;
GRANT EXECUTE ON FUNCTION catalog.upsert_product TO corral_app;
