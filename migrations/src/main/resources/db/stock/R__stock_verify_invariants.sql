-- What must always hold of stock: movements are what is on hand, held quantities what is reserved. Returns each
-- violation. Internal. No locks, reads everything. p_tenant_id NULL checks every tenant.
CREATE OR REPLACE FUNCTION stock.verify_invariants(
  p_tenant_id text
) RETURNS TABLE (tenant_id text, invariant text, subject text)
LANGUAGE sql STABLE
AS $$
  WITH movement AS (
    SELECT m.* FROM stock.movement AS m WHERE p_tenant_id IS NULL OR m.tenant_id = p_tenant_id
  ), level AS (
    SELECT l.* FROM stock.level AS l WHERE p_tenant_id IS NULL OR l.tenant_id = p_tenant_id
  ), lot_level AS (
    SELECT l.* FROM stock.lot_level AS l WHERE p_tenant_id IS NULL OR l.tenant_id = p_tenant_id
  ), item AS (
    SELECT i.* FROM stock.reservation_item AS i WHERE p_tenant_id IS NULL OR i.tenant_id = p_tenant_id
  )
  SELECT coalesce(l.tenant_id, m.tenant_id), 'what is on hand is not the sum of the movements',
         concat_ws(' ', coalesce(l.product_id, m.product_id), coalesce(l.location_id, m.location_id))
    FROM level AS l
    FULL JOIN (SELECT m.tenant_id, m.product_id, m.location_id, sum(m.quantity) AS quantity
                 FROM movement AS m GROUP BY 1, 2, 3) AS m
      ON m.tenant_id = l.tenant_id AND m.product_id = l.product_id AND m.location_id = l.location_id
   WHERE coalesce(l.on_hand, 0) <> coalesce(m.quantity, 0)
   UNION ALL
  SELECT coalesce(l.tenant_id, m.tenant_id), 'what is on hand of a lot is not the sum of its movements',
         concat_ws(' ', coalesce(l.lot_id, m.lot_id), coalesce(l.location_id, m.location_id))
    FROM lot_level AS l
    FULL JOIN (SELECT m.tenant_id, m.lot_id, m.location_id, sum(m.quantity) AS quantity
                 FROM movement AS m GROUP BY 1, 2, 3) AS m
      ON m.tenant_id = l.tenant_id AND m.lot_id = l.lot_id AND m.location_id = l.location_id
   WHERE coalesce(l.on_hand, 0) <> coalesce(m.quantity, 0)
   UNION ALL
  SELECT coalesce(l.tenant_id, i.tenant_id), 'what is reserved is not what reservations hold',
         concat_ws(' ', coalesce(l.product_id, i.product_id), coalesce(l.location_id, i.location_id))
    FROM level AS l
    FULL JOIN (SELECT i.tenant_id, i.product_id, i.location_id, sum(i.held) AS held
                 FROM item AS i GROUP BY 1, 2, 3) AS i
      ON i.tenant_id = l.tenant_id AND i.product_id = l.product_id AND i.location_id = l.location_id
   WHERE coalesce(l.reserved, 0) <> coalesce(i.held, 0)
   UNION ALL
  SELECT i.tenant_id, 'a reservation that has ended holds something, or an open one does not agree with its items',
         i.reservation_id::text
    FROM item AS i
    JOIN stock.reservation AS r ON r.tenant_id = i.tenant_id AND r.reservation_id = i.reservation_id
   GROUP BY i.tenant_id, i.reservation_id, r.state, r.expire_time
  HAVING (r.state = 'OPEN') <> (sum(i.remaining) > 0) OR bool_or(i.expire_time <> r.expire_time)
   UNION ALL
  SELECT m.tenant_id, 'more was returned than was handed out, or of another lot', m.movement_id::text
    FROM movement AS m
    JOIN movement AS b ON b.tenant_id = m.tenant_id AND b.returned_id = m.movement_id
   GROUP BY m.tenant_id, m.movement_id, m.quantity, m.lot_id, m.location_id
  HAVING sum(b.quantity) > -m.quantity OR bool_or((b.lot_id, b.location_id) <> (m.lot_id, m.location_id))
   UNION ALL
  SELECT m.tenant_id, 'a movement is of another product than its lot', m.movement_id::text
    FROM movement AS m
    JOIN stock.lot AS t ON t.tenant_id = m.tenant_id AND t.lot_id = m.lot_id
   WHERE t.product_id <> m.product_id
   UNION ALL
  SELECT m.tenant_id, 'the movements of a transfer do not add up to 0', concat_ws(' ', m.lot_id, m.create_time)
    FROM movement AS m
   WHERE m.reason = 'TRANSFER'
   GROUP BY m.tenant_id, m.lot_id, m.create_time
  HAVING sum(m.quantity) <> 0
$$;
REVOKE ALL ON FUNCTION stock.verify_invariants FROM PUBLIC;
