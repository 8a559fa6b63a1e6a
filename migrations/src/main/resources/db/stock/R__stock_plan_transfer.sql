-- Finds the lots that a transfer takes. Internal. No locks: the caller has locked the item.
-- Outcomes, in order: LOT_NOT_FOUND, OUT_OF_STOCK, STOCK_RESERVED; OK with moves, negative at the old location.
-- p_lot_code NULL: what is available, the earliest expiry date first. Of a lot that is usable so many stay as are
-- reserved, of one that is not as many as the level needs.
CREATE OR REPLACE FUNCTION stock.plan_transfer(
  p_tenant_id   text,
  p_now         timestamptz,
  p_product_id  uuid,
  p_quantity    bigint,
  p_location_id text,
  p_lot_code    text,
  OUT outcome   kernel.outcome,
  OUT detail    jsonb,
  OUT moves     stock.move[]
)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_zone   text := (tenant.find_tenant(p_tenant_id)).time_zone;
  v_demand stock.demand[] := ARRAY[ROW(p_product_id, p_location_id, p_quantity)::stock.demand];
  v_plan   record;
  v_lot    record;
  v_level  record;
BEGIN
  IF p_lot_code IS NULL THEN
    SELECT p.* INTO v_plan FROM stock.plan(p_tenant_id, v_zone, p_now, v_demand, NULL) AS p;
    outcome := CASE WHEN v_plan.shortages IS NULL THEN 'OK' ELSE 'OUT_OF_STOCK' END;
    detail := v_plan.shortages -> 0;
    IF outcome = 'OK' THEN
      moves := stock.pick_lots(p_tenant_id, v_zone, p_now, v_plan.allocation);
    END IF;
    RETURN;
  END IF;

  SELECT t.lot_id, coalesce(c.on_hand, 0) AS on_hand,
         NOT t.recalled AND coalesce(t.expiry_date >= (p_now AT TIME ZONE v_zone)::date, true) AS usable
    INTO v_lot
    FROM stock.lot AS t
    LEFT JOIN stock.lot_level AS c
      ON c.tenant_id = t.tenant_id AND c.product_id = t.product_id AND c.lot_id = t.lot_id
     AND c.location_id = p_location_id
   WHERE t.tenant_id = p_tenant_id AND t.product_id = p_product_id AND t.lot_code = p_lot_code;
  IF NOT FOUND THEN
    outcome := 'LOT_NOT_FOUND';
    RETURN;
  END IF;
  SELECT l.on_hand, l.reserved, CASE WHEN v_lot.usable THEN l.unusable ELSE 0 END AS unusable INTO v_level
    FROM stock.levels(p_tenant_id, v_zone, p_now, ARRAY[p_product_id], NULL) AS l
   WHERE l.location_id = p_location_id;
  IF p_quantity > v_lot.on_hand THEN
    outcome := 'OUT_OF_STOCK';
    detail := jsonb_build_object('product_id', p_product_id, 'location_id', p_location_id,
                                 'asked', p_quantity, 'available', v_lot.on_hand);
  ELSIF v_level.on_hand - v_level.unusable - p_quantity < v_level.reserved THEN
    outcome := 'STOCK_RESERVED';
    detail := jsonb_build_object('on_hand', v_level.on_hand, 'reserved', v_level.reserved);
  ELSE
    outcome := 'OK';
    moves := ARRAY[ROW(p_product_id, p_location_id, v_lot.lot_id, -p_quantity, NULL)::stock.move];
  END IF;
END;
$$;
REVOKE ALL ON FUNCTION stock.plan_transfer FROM PUBLIC;
