-- The levels of products as the contract has them, in the order asked. Internal. No locks.
CREATE OR REPLACE FUNCTION stock.show_levels(
  p_tenant_id   text,
  p_time_zone   text,
  p_product_ids uuid[]
) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_now timestamptz := clock_timestamp();
BEGIN
  RETURN (
    WITH level AS MATERIALIZED (
      SELECT v.product_id, v.location_id, v.on_hand, v.reserved, v.unusable, v.available
        FROM stock.levels(p_tenant_id, p_time_zone, v_now, p_product_ids, NULL) AS v
    ), whole AS (
      SELECT l.product_id, sum(l.on_hand) AS on_hand, sum(l.reserved) AS reserved, sum(l.unusable) AS unusable,
             sum(l.available) AS available,
             jsonb_agg(to_jsonb(l) - 'product_id' ORDER BY l.location_id <> 'main', l.location_id) AS locations
        FROM level AS l
       GROUP BY l.product_id
    )
    SELECT jsonb_agg(jsonb_build_object(
             'product_id', n.product_id, 'on_hand', coalesce(w.on_hand, 0), 'reserved', coalesce(w.reserved, 0),
             'unusable', coalesce(w.unusable, 0), 'available', coalesce(w.available, 0),
             'locations', coalesce(w.locations, '[]')) ORDER BY n.position)
      FROM unnest(p_product_ids) WITH ORDINALITY AS n (product_id, position)
      LEFT JOIN whole AS w ON w.product_id = n.product_id);
END;
$$;
REVOKE ALL ON FUNCTION stock.show_levels FROM PUBLIC;
