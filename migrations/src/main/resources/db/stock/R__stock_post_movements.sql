-- Records movements and keeps lots and levels in step: the one writer of what is on hand. Returns the ids. Internal.
-- The caller has locked the items and checked that nothing falls below 0 or below what is reserved.
-- Locks: the levels that change, guarded by the items of their products.
CREATE OR REPLACE FUNCTION stock.post_movements(
  p_tenant_id text,
  p_cause     stock.cause,
  p_moves     stock.move[]
) RETURNS uuid[]
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_now     timestamptz := clock_timestamp();
  v_ids     uuid[];
  v_emptied boolean;
BEGIN
  -- made first where there is none: a negative change would fail the CHECK as a new row before it met the one there
  IF EXISTS (SELECT 1 FROM unnest(p_moves) AS m
              WHERE m.quantity > 0
                AND NOT EXISTS (SELECT 1 FROM stock.lot_level AS l
                                 WHERE l.tenant_id = p_tenant_id AND l.product_id = m.product_id
                                   AND l.location_id = m.location_id AND l.lot_id = m.lot_id)) THEN
    INSERT INTO stock.level (tenant_id, product_id, location_id)
    SELECT DISTINCT p_tenant_id, m.product_id, m.location_id FROM unnest(p_moves) AS m WHERE m.quantity > 0
        ON CONFLICT ON CONSTRAINT level_pkey DO NOTHING;
    INSERT INTO stock.lot_level (tenant_id, product_id, location_id, lot_id)
    SELECT DISTINCT p_tenant_id, m.product_id, m.location_id, m.lot_id FROM unnest(p_moves) AS m WHERE m.quantity > 0
        ON CONFLICT ON CONSTRAINT lot_level_pkey DO NOTHING;
  END IF;

  WITH made AS (
    INSERT INTO stock.movement AS m (
      tenant_id, movement_id, product_id, location_id, lot_id, quantity, reason, unit_cost_minor, client_id, source_id,
      returned_id, reference, note, actor_id, create_time)
    SELECT p_tenant_id, kernel.new_id(), c.product_id, c.location_id, c.lot_id, c.quantity, p_cause.reason,
           c.unit_cost_minor, p_cause.client_id, p_cause.source_id, p_cause.returned_id, p_cause.reference,
           p_cause.note, p_cause.actor_id, v_now
      FROM unnest(p_moves) AS c
    RETURNING m.movement_id)
  SELECT array_agg(m.movement_id) INTO v_ids FROM made AS m;

  WITH changed AS (
    UPDATE stock.lot_level AS l
       SET on_hand = l.on_hand + s.quantity
      FROM (SELECT m.product_id, m.location_id, m.lot_id, sum(m.quantity) AS quantity
              FROM unnest(p_moves) AS m GROUP BY 1, 2, 3) AS s
     WHERE l.tenant_id = p_tenant_id AND l.product_id = s.product_id AND l.location_id = s.location_id
       AND l.lot_id = s.lot_id
    RETURNING l.on_hand)
  SELECT bool_or(c.on_hand = 0) INTO v_emptied FROM changed AS c;
  IF v_emptied THEN
    DELETE FROM stock.lot_level AS l
     USING unnest(p_moves) AS m
     WHERE l.tenant_id = p_tenant_id AND l.product_id = m.product_id AND l.location_id = m.location_id
       AND l.lot_id = m.lot_id AND l.on_hand = 0;
  END IF;
  UPDATE stock.level AS l
     SET on_hand = l.on_hand + s.quantity
    FROM (SELECT m.product_id, m.location_id, sum(m.quantity) AS quantity
            FROM unnest(p_moves) AS m GROUP BY 1, 2) AS s
   WHERE l.tenant_id = p_tenant_id AND l.product_id = s.product_id AND l.location_id = s.location_id;
  RETURN v_ids;
END;
$$;
REVOKE ALL ON FUNCTION stock.post_movements FROM PUBLIC;
