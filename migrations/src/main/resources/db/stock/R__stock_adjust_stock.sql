-- Corrects what is on hand of a lot; a repeated request id returns the first answer.
-- Outcomes, in order: PRODUCT_NOT_FOUND, REQUEST_ID_REUSED, those of stock.plan_adjustment, SOURCE_ALREADY_USED.
-- Locks: the item; the reference. Of p_difference and p_counted exactly one is set.
CREATE OR REPLACE FUNCTION stock.adjust_stock(
  p_tenant_id    text,
  p_actor_id     uuid,
  p_actor_role   text,
  p_request_id   uuid,
  p_request_hash bytea,
  p_product_id   uuid,
  p_location_id  text,
  p_lot_code     text,
  p_difference   bigint,
  p_counted      bigint,
  p_seen         bigint,
  p_reason       text,
  p_returned_id  uuid,
  p_reference    text,
  p_note         text,
  OUT outcome    kernel.outcome,
  OUT detail     jsonb,
  OUT levels     jsonb,
  OUT movements  jsonb
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = 'force_generic_plan' -- all is looked up by keys, so a plan made once serves every call
AS $$
DECLARE
  v_zone   text := (tenant.find_tenant(p_tenant_id)).time_zone;
  v_stored record;
  v_plan   record;
  v_move   stock.move;
  v_client uuid;
  v_moved  uuid[];
BEGIN
  SELECT u.outcome, u.detail INTO outcome, detail
    FROM stock.find_unknown(p_tenant_id, ARRAY[p_product_id], '{}') AS u;
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;

  -- lock
  PERFORM stock.lock_items(p_tenant_id, ARRAY[p_product_id]);

  -- replay
  v_stored := kernel.replay(p_tenant_id, 'AdjustStock', p_request_id, p_request_hash);
  IF v_stored.outcome IS NOT NULL THEN
    outcome := v_stored.outcome;
    levels := v_stored.answer -> 'levels';
    movements := v_stored.answer -> 'movements';
    RETURN;
  END IF;

  -- check
  v_plan := stock.plan_adjustment(
    p_tenant_id, p_product_id, p_location_id, p_lot_code, p_difference, p_counted, p_seen, p_returned_id);
  outcome := v_plan.outcome;
  detail := v_plan.detail;
  IF outcome <> 'OK' THEN
    RETURN;
  END IF;
  v_move := v_plan.move;
  IF v_move.quantity <> 0 AND NOT stock.claim_source(p_tenant_id, p_reference) THEN
    outcome := 'SOURCE_ALREADY_USED';
    RETURN;
  END IF;

  -- write
  movements := '[]';
  IF v_move.quantity <> 0 THEN
    v_move.lot_id := coalesce(v_move.lot_id, stock.make_default_lot(p_tenant_id, p_product_id));
    SELECT m.client_id INTO v_client FROM stock.movement AS m
     WHERE m.tenant_id = p_tenant_id AND m.movement_id = p_returned_id;
    v_moved := stock.post_movements(
      p_tenant_id, ROW(p_reason, p_actor_id, v_client, NULL, p_returned_id, p_reference, p_note)::stock.cause,
      ARRAY[v_move]);
    movements := stock.show_movements(p_tenant_id, v_moved);
  END IF;
  levels := stock.show_levels(p_tenant_id, v_zone, ARRAY[p_product_id]);
  PERFORM kernel.remember(p_tenant_id, 'AdjustStock', p_request_id, p_request_hash, p_actor_id, p_actor_role, NULL,
                          jsonb_build_object('levels', levels, 'movements', movements));
END;
$$;
REVOKE ALL ON FUNCTION stock.adjust_stock FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stock.adjust_stock TO corral_app;
