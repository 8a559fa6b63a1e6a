-- Lists active products of which no more are available than their reorder point, by product id. No outcomes, no locks.
-- The page begins after p_after_id, or with NULL at the first.
CREATE OR REPLACE FUNCTION stock.list_low_stock(
  p_tenant_id text,
  p_after_id  uuid,
  p_limit     integer
) RETURNS TABLE (product_id uuid, on_hand bigint, available bigint, reorder_point bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_zone   text := (tenant.find_tenant(p_tenant_id)).time_zone;
  v_now    timestamptz := clock_timestamp();
  v_ids    uuid[];
  v_points bigint[];
BEGIN
  SELECT array_agg(p.product_id), array_agg(p.reorder_point) INTO v_ids, v_points
    FROM catalog.list_reorder_points(p_tenant_id) AS p
   WHERE p_after_id IS NULL OR p.product_id > p_after_id;

  RETURN QUERY
  WITH level AS (
    SELECT l.product_id, sum(l.on_hand)::bigint AS on_hand, sum(l.available)::bigint AS available
      FROM stock.levels(p_tenant_id, v_zone, v_now, v_ids, NULL) AS l
     GROUP BY l.product_id
  )
  SELECT p.product_id, coalesce(l.on_hand, 0), coalesce(l.available, 0), p.reorder_point
    FROM unnest(v_ids, v_points) AS p (product_id, reorder_point)
    LEFT JOIN level AS l ON l.product_id = p.product_id
   WHERE coalesce(l.available, 0) <= p.reorder_point
   ORDER BY p.product_id
   LIMIT p_limit;
END;
$$;
REVOKE ALL ON FUNCTION stock.list_low_stock FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stock.list_low_stock TO corral_app;
