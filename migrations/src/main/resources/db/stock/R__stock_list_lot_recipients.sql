-- Lists who received units of a lot and has not returned all of them, the latest first. No locks.
-- Outcomes, in order: PRODUCT_NOT_FOUND, LOT_NOT_FOUND. The page begins after p_before_id.
-- recipients: [{movement_id, client_id, source_id, quantity, create_time}].
CREATE OR REPLACE FUNCTION stock.list_lot_recipients(
  p_tenant_id    text,
  p_product_id   uuid,
  p_lot_code     text,
  p_before_id    uuid,
  p_limit        integer,
  OUT outcome    kernel.outcome,
  OUT detail     jsonb,
  OUT recipients jsonb
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_lot_id uuid;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM catalog.find_products(p_tenant_id, ARRAY[p_product_id])) THEN
    outcome := 'PRODUCT_NOT_FOUND';
    RETURN;
  END IF;
  SELECT t.lot_id INTO v_lot_id FROM stock.lot AS t
   WHERE t.tenant_id = p_tenant_id AND t.product_id = p_product_id AND t.lot_code = p_lot_code;
  IF NOT FOUND THEN
    outcome := 'LOT_NOT_FOUND';
    RETURN;
  END IF;

  SELECT coalesce(jsonb_agg(to_jsonb(p) ORDER BY p.movement_id DESC), '[]') INTO recipients
    FROM (SELECT m.movement_id, m.client_id, m.source_id, -m.quantity - r.quantity AS quantity, m.create_time
            FROM stock.movement AS m
           CROSS JOIN LATERAL (
             SELECT coalesce(sum(b.quantity), 0) AS quantity
               FROM stock.movement AS b
              WHERE b.tenant_id = p_tenant_id AND b.returned_id = m.movement_id) AS r
           WHERE m.tenant_id = p_tenant_id AND m.lot_id = v_lot_id AND m.reason = 'SALE'
             AND -m.quantity > r.quantity
             AND (p_before_id IS NULL OR m.movement_id < p_before_id)
           ORDER BY m.movement_id DESC
           LIMIT p_limit) AS p;
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION stock.list_lot_recipients FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stock.list_lot_recipients TO corral_app;
