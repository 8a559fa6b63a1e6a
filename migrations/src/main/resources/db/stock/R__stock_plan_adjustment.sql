-- Checks a correction and says what it changes. Internal. No locks: the caller has locked the item.
-- Outcomes, in order: LOCATION_NOT_FOUND, MOVEMENT_NOT_FOUND, LOT_NOT_FOUND, STALE_QUANTITY, RETURN_TOO_LARGE,
-- OUT_OF_STOCK, STOCK_RESERVED; OK with move. A return goes where its movement took the units from. move.lot_id is NULL
-- for units without a lot of a product that never had any.
CREATE OR REPLACE FUNCTION stock.plan_adjustment(
  p_tenant_id   text,
  p_product_id  uuid,
  p_location_id text,
  p_lot_code    text,
  p_difference  bigint,
  p_counted     bigint,
  p_seen        bigint,
  p_returned_id uuid,
  OUT outcome   kernel.outcome,
  OUT detail    jsonb,
  OUT move      stock.move
)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_movement   stock.movement;
  v_returnable bigint;
  v_on_hand    bigint;
  v_level      stock.level;
BEGIN
  SELECT u.outcome, u.detail INTO outcome, detail
    FROM stock.find_unknown(p_tenant_id, '{}', ARRAY[p_location_id]) AS u;
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;
  move := ROW(p_product_id, p_location_id, NULL, p_difference, NULL)::stock.move;
  IF p_returned_id IS NOT NULL THEN
    SELECT m.* INTO v_movement FROM stock.movement AS m
     WHERE m.tenant_id = p_tenant_id AND m.movement_id = p_returned_id AND m.product_id = p_product_id
       AND m.reason = 'SALE';
    IF NOT FOUND THEN
      outcome := 'MOVEMENT_NOT_FOUND';
      RETURN;
    END IF;
    move.location_id := v_movement.location_id;
    move.lot_id := v_movement.lot_id;
    SELECT -v_movement.quantity - coalesce(sum(m.quantity), 0) INTO v_returnable FROM stock.movement AS m
     WHERE m.tenant_id = p_tenant_id AND m.returned_id = p_returned_id;
  ELSE
    SELECT t.lot_id INTO move.lot_id FROM stock.lot AS t
     WHERE t.tenant_id = p_tenant_id AND t.product_id = p_product_id AND t.lot_code = p_lot_code;
    IF NOT FOUND AND p_lot_code <> '' THEN
      outcome := 'LOT_NOT_FOUND';
      RETURN;
    END IF;
  END IF;

  SELECT l.* INTO v_level FROM stock.level AS l
   WHERE l.tenant_id = p_tenant_id AND l.product_id = p_product_id AND l.location_id = move.location_id;
  SELECT coalesce(sum(l.on_hand), 0) INTO v_on_hand FROM stock.lot_level AS l
   WHERE l.tenant_id = p_tenant_id AND l.product_id = p_product_id AND l.location_id = move.location_id
     AND l.lot_id = move.lot_id;
  move.quantity := coalesce(p_difference, p_counted - v_on_hand);
  IF p_seen <> v_on_hand THEN
    outcome := 'STALE_QUANTITY';
    detail := jsonb_build_object('on_hand', v_on_hand);
  ELSIF move.quantity > v_returnable THEN
    outcome := 'RETURN_TOO_LARGE';
    detail := jsonb_build_object('returnable', v_returnable);
  ELSIF v_on_hand + move.quantity < 0 THEN
    outcome := 'OUT_OF_STOCK';
    detail := jsonb_build_object('product_id', p_product_id, 'location_id', move.location_id,
                                 'asked', -move.quantity, 'available', v_on_hand);
  ELSIF v_level.on_hand + move.quantity < v_level.reserved THEN
    outcome := 'STOCK_RESERVED';
    detail := jsonb_build_object('on_hand', v_level.on_hand, 'reserved', v_level.reserved);
  ELSE
    outcome := 'OK';
  END IF;
END;
$$;
REVOKE ALL ON FUNCTION stock.plan_adjustment FROM PUBLIC;
