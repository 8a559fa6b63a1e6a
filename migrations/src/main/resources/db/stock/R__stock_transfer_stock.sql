-- Moves units from one location to another; a repeated request id returns the first answer.
-- Outcomes, in order: PRODUCT_NOT_FOUND, REQUEST_ID_REUSED, LOCATION_NOT_FOUND, those of stock.plan_transfer,
-- SOURCE_ALREADY_USED. Locks: the item; the reference.
CREATE OR REPLACE FUNCTION stock.transfer_stock(
  p_tenant_id        text,
  p_actor_id         uuid,
  p_actor_role       text,
  p_request_id       uuid,
  p_request_hash     bytea,
  p_product_id       uuid,
  p_quantity         bigint,
  p_from_location_id text,
  p_to_location_id   text,
  p_lot_code         text,
  p_reference        text,
  p_note             text,
  OUT outcome        kernel.outcome,
  OUT detail         jsonb,
  OUT levels         jsonb,
  OUT movements      jsonb
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_zone   text := (tenant.find_tenant(p_tenant_id)).time_zone;
  v_now    timestamptz;
  v_stored record;
  v_plan   record;
  v_moved  uuid[];
BEGIN
  SELECT u.outcome, u.detail INTO outcome, detail
    FROM stock.find_unknown(p_tenant_id, ARRAY[p_product_id], '{}') AS u;
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;

  -- lock
  v_now := stock.lock_items(p_tenant_id, ARRAY[p_product_id]);

  -- replay
  SELECT r.* INTO v_stored FROM kernel.replay(p_tenant_id, 'TransferStock', p_request_id, p_request_hash) AS r;
  IF v_stored.outcome IS NOT NULL THEN
    outcome := v_stored.outcome;
    levels := v_stored.answer -> 'levels';
    movements := v_stored.answer -> 'movements';
    RETURN;
  END IF;

  -- check
  SELECT u.outcome, u.detail INTO outcome, detail
    FROM stock.find_unknown(p_tenant_id, '{}', ARRAY[p_from_location_id, p_to_location_id]) AS u;
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;
  SELECT p.* INTO v_plan
    FROM stock.plan_transfer(p_tenant_id, v_now, p_product_id, p_quantity, p_from_location_id, p_lot_code) AS p;
  outcome := v_plan.outcome;
  detail := v_plan.detail;
  IF outcome <> 'OK' THEN
    RETURN;
  ELSIF NOT stock.claim_source(p_tenant_id, p_reference) THEN
    outcome := 'SOURCE_ALREADY_USED';
    RETURN;
  END IF;

  -- write
  v_moved := stock.post_movements(
    p_tenant_id, ROW('TRANSFER', p_actor_id, NULL, NULL, NULL, p_reference, p_note)::stock.cause,
    ARRAY(SELECT ROW(m.product_id, p.location_id, m.lot_id, p.sign * m.quantity, NULL)::stock.move
            FROM unnest(v_plan.moves) WITH ORDINALITY AS m,
                 (VALUES (1, p_from_location_id, 1), (2, p_to_location_id, -1)) AS p (position, location_id, sign)
           ORDER BY m.ordinality, p.position));
  movements := stock.show_movements(p_tenant_id, v_moved);
  levels := stock.show_levels(p_tenant_id, v_zone, ARRAY[p_product_id]);
  PERFORM kernel.remember(p_tenant_id, 'TransferStock', p_request_id, p_request_hash, p_actor_id, p_actor_role, NULL,
                          jsonb_build_object('levels', levels, 'movements', movements));
END;
$$;
REVOKE ALL ON FUNCTION stock.transfer_stock FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stock.transfer_stock TO corral_app;
