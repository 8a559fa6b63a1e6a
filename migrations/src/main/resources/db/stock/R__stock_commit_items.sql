-- Hands out chosen items of a reservation that the caller has locked, or changes nothing. Internal.
-- Outcomes, in order: OUT_OF_STOCK (detail as stock.reserve_stock), SOURCE_ALREADY_USED.
-- Locks: the items of the products, by product id.
CREATE OR REPLACE FUNCTION stock.commit_items(
  p_tenant_id   text,
  p_reservation stock.reservation,
  p_chosen      stock.demand[],
  p_cause       stock.cause,
  OUT outcome   kernel.outcome,
  OUT detail    jsonb,
  OUT movements jsonb
)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_zone  text := (tenant.find_tenant(p_tenant_id)).time_zone;
  v_now   timestamptz;
  v_plan  record;
  v_moved uuid[];
BEGIN
  v_now := stock.lock_items(p_tenant_id, ARRAY(SELECT c.product_id FROM unnest(p_chosen) AS c));
  SELECT p.* INTO v_plan
    FROM stock.plan(p_tenant_id, v_zone, v_now, p_chosen, p_reservation.reservation_id) AS p;
  IF v_plan.shortages IS NOT NULL THEN
    outcome := 'OUT_OF_STOCK';
    detail := v_plan.shortages -> 0 || jsonb_build_object('shortages', v_plan.shortages);
    RETURN;
  ELSIF NOT stock.claim_source(p_tenant_id, p_cause.reference) THEN
    outcome := 'SOURCE_ALREADY_USED';
    RETURN;
  END IF;

  PERFORM stock.lower_holds(p_tenant_id, p_reservation.reservation_id, p_chosen);
  v_moved := stock.post_movements(p_tenant_id, p_cause,
                                  stock.pick_lots(p_tenant_id, v_zone, v_now, v_plan.allocation));
  movements := stock.show_movements(p_tenant_id, v_moved);
  UPDATE stock.reservation AS r
     SET update_time = now(),
         state = CASE WHEN EXISTS (SELECT 1 FROM stock.reservation_item AS i
                                    WHERE i.tenant_id = p_tenant_id AND i.remaining > 0
                                      AND i.reservation_id = p_reservation.reservation_id) THEN 'OPEN'
                      ELSE 'COMMITTED' END
   WHERE r.tenant_id = p_tenant_id AND r.reservation_id = p_reservation.reservation_id;
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION stock.commit_items FROM PUBLIC;
