-- Movements as the contract has them, in the order in which they were made. Internal. No locks.
CREATE OR REPLACE FUNCTION stock.show_movements(
  p_tenant_id    text,
  p_movement_ids uuid[]
) RETURNS jsonb
LANGUAGE sql STABLE
AS $$
  SELECT coalesce(jsonb_agg(m.movement ORDER BY n.position), '[]')
    FROM unnest(p_movement_ids) WITH ORDINALITY AS n (movement_id, position)
   CROSS JOIN LATERAL (
     SELECT to_jsonb(m) - 'tenant_id' || jsonb_build_object('lot_code', (
              SELECT t.lot_code FROM stock.lot AS t WHERE t.tenant_id = p_tenant_id AND t.lot_id = m.lot_id))
              AS movement
       FROM stock.movement AS m
      WHERE m.tenant_id = p_tenant_id AND m.movement_id = n.movement_id
     OFFSET 0) AS m
$$;
REVOKE ALL ON FUNCTION stock.show_movements FROM PUBLIC;
