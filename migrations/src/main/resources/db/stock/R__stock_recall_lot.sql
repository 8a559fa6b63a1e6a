-- Takes a lot out of use, or puts it back; a repeated request id returns the first answer.
-- Outcomes, in order: PRODUCT_NOT_FOUND, REQUEST_ID_REUSED, LOT_NOT_FOUND. Locks: the item.
CREATE OR REPLACE FUNCTION stock.recall_lot(
  p_tenant_id    text,
  p_actor_id     uuid,
  p_actor_role   text,
  p_request_id   uuid,
  p_request_hash bytea,
  p_product_id   uuid,
  p_lot_code     text,
  p_recalled     boolean,
  p_reason       text,
  OUT outcome    kernel.outcome,
  OUT detail     jsonb,
  OUT lot        stock.lot,
  OUT levels     jsonb
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_stored record;
  v_before jsonb;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM catalog.find_products(p_tenant_id, ARRAY[p_product_id])) THEN
    outcome := 'PRODUCT_NOT_FOUND';
    RETURN;
  END IF;

  -- lock
  PERFORM stock.lock_items(p_tenant_id, ARRAY[p_product_id]);

  -- replay
  SELECT r.* INTO v_stored FROM kernel.replay(p_tenant_id, 'RecallLot', p_request_id, p_request_hash) AS r;
  IF v_stored.outcome IS NOT NULL THEN
    outcome := v_stored.outcome;
    lot := jsonb_populate_record(NULL::stock.lot, v_stored.answer -> 'lot');
    levels := v_stored.answer -> 'levels';
    RETURN;
  END IF;

  -- check
  SELECT t.* INTO lot FROM stock.lot AS t
   WHERE t.tenant_id = p_tenant_id AND t.product_id = p_product_id AND t.lot_code = p_lot_code;
  IF NOT FOUND THEN
    outcome := 'LOT_NOT_FOUND';
    RETURN;
  END IF;

  -- write
  v_before := to_jsonb(lot);
  UPDATE stock.lot AS t
     SET recalled = p_recalled, recall_reason = CASE WHEN p_recalled THEN p_reason ELSE '' END
   WHERE t.tenant_id = p_tenant_id AND t.lot_id = lot.lot_id
  RETURNING t.* INTO lot;
  levels := stock.show_lot(p_tenant_id, lot.lot_id);
  PERFORM kernel.remember(p_tenant_id, 'RecallLot', p_request_id, p_request_hash, p_actor_id, p_actor_role, v_before,
                          jsonb_build_object('lot', to_jsonb(lot), 'levels', levels, 'reason', p_reason));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION stock.recall_lot FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stock.recall_lot TO corral_app;
