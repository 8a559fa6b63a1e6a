-- Puts a delivery on the shelves, all of it or nothing; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, PRODUCT_NOT_FOUND, LOCATION_NOT_FOUND, REQUEST_ID_REUSED, LOT_EXPIRY_MISMATCH,
-- SOURCE_ALREADY_USED. Locks: the items, by product id; the reference.
-- p_items: [{product_id, quantity, lot_code, expiry_date, unit_cost_minor}].
CREATE OR REPLACE FUNCTION stock.receive_stock(
  p_tenant_id    text,
  p_actor_id     uuid,
  p_actor_role   text,
  p_request_id   uuid,
  p_request_hash bytea,
  p_items        jsonb,
  p_location_id  text,
  p_reference    text,
  p_note         text,
  OUT outcome    kernel.outcome,
  OUT detail     jsonb,
  OUT levels     jsonb,
  OUT movements  jsonb
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_zone     text := (tenant.find_tenant(p_tenant_id)).time_zone;
  v_products uuid[] := ARRAY(SELECT (i.item ->> 'product_id')::uuid FROM jsonb_array_elements(p_items) AS i (item));
  v_stored   record;
  v_moved    uuid[];
BEGIN
  IF v_zone IS NULL THEN
    outcome := 'TENANT_NOT_FOUND';
    RETURN;
  END IF;
  SELECT u.outcome, u.detail INTO outcome, detail
    FROM stock.find_unknown(p_tenant_id, v_products, ARRAY[p_location_id]) AS u;
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;

  -- lock
  PERFORM stock.lock_items(p_tenant_id, v_products);

  -- replay
  SELECT r.* INTO v_stored FROM kernel.replay(p_tenant_id, 'ReceiveStock', p_request_id, p_request_hash) AS r;
  IF v_stored.outcome IS NOT NULL THEN
    outcome := v_stored.outcome;
    levels := v_stored.answer -> 'levels';
    movements := v_stored.answer -> 'movements';
    RETURN;
  END IF;

  -- check
  detail := stock.find_lot_mismatch(p_tenant_id, p_items);
  IF detail IS NOT NULL THEN
    outcome := 'LOT_EXPIRY_MISMATCH';
    RETURN;
  ELSIF NOT stock.claim_source(p_tenant_id, p_reference) THEN
    outcome := 'SOURCE_ALREADY_USED';
    RETURN;
  END IF;

  -- write
  v_moved := stock.post_movements(
    p_tenant_id, ROW('RECEIPT', p_actor_id, NULL, NULL, NULL, p_reference, p_note)::stock.cause,
    stock.make_lots(p_tenant_id, p_location_id, p_items));
  movements := stock.show_movements(p_tenant_id, v_moved);
  levels := stock.show_levels(p_tenant_id, v_zone, ARRAY(SELECT DISTINCT p.id FROM unnest(v_products) AS p (id)
                                                          ORDER BY p.id));
  PERFORM kernel.remember(p_tenant_id, 'ReceiveStock', p_request_id, p_request_hash, p_actor_id, p_actor_role, NULL,
                          jsonb_build_object('levels', levels, 'movements', movements));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION stock.receive_stock FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stock.receive_stock TO corral_app;
