-- Finds where to take what is asked for; the same product at the same place is summed. Internal. No locks: the caller
-- has locked the items.
-- What names no location is taken where there is some: first where the reservation p_reservation_id holds some, then at
-- main, then by location id. shortages: [{product_id, location_id, asked, available}], or NULL when there is enough.
CREATE OR REPLACE FUNCTION stock.plan(
  p_tenant_id      text,
  p_time_zone      text,
  p_now            timestamptz,
  p_demand         stock.demand[],
  p_reservation_id uuid,
  OUT allocation   stock.demand[],
  OUT shortages    jsonb
)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_products uuid[] := ARRAY(SELECT d.product_id FROM unnest(p_demand) AS d);
BEGIN
  WITH demand AS (
    SELECT d.product_id, d.location_id, sum(d.quantity)::bigint AS asked
      FROM unnest(p_demand) AS d
     GROUP BY d.product_id, d.location_id
  ), level AS MATERIALIZED (
    SELECT v.product_id, v.location_id, v.own, v.available
      FROM stock.levels(p_tenant_id, p_time_zone, p_now, v_products, p_reservation_id) AS v
  ), named AS (
    SELECT d.product_id, d.location_id, d.asked, coalesce(l.available, 0) AS available
      FROM demand AS d
      LEFT JOIN level AS l ON l.product_id = d.product_id AND l.location_id = d.location_id
     WHERE d.location_id IS NOT NULL
  ), spare AS (
    SELECT l.product_id, l.location_id, l.own, greatest(l.available - coalesce(n.asked, 0), 0) AS available
      FROM level AS l
      LEFT JOIN named AS n ON n.product_id = l.product_id AND n.location_id = l.location_id
  ), spread AS (
    SELECT d.product_id, d.asked, s.location_id, coalesce(s.available, 0) AS available,
           coalesce(sum(s.available) OVER place - s.available, 0)::bigint AS before,
           coalesce(sum(s.available) OVER (PARTITION BY d.product_id), 0)::bigint AS whole
      FROM demand AS d
      LEFT JOIN spare AS s ON s.product_id = d.product_id
     WHERE d.location_id IS NULL
    WINDOW place AS (PARTITION BY d.product_id ORDER BY s.own DESC, s.location_id <> 'main', s.location_id)
  ), taken AS (
    SELECT n.product_id, n.location_id, least(n.asked, n.available) AS quantity FROM named AS n
     UNION ALL
    SELECT s.product_id, s.location_id, least(s.available, s.asked - s.before) FROM spread AS s WHERE s.before < s.asked
  ), short AS (
    SELECT n.product_id, n.location_id, n.asked, n.available FROM named AS n WHERE n.asked > n.available
     UNION
    SELECT s.product_id, NULL, s.asked, s.whole FROM spread AS s WHERE s.asked > s.whole
  )
  SELECT (SELECT array_agg(ROW(g.product_id, g.location_id, g.quantity)::stock.demand
                           ORDER BY g.product_id, g.location_id)
            FROM (SELECT t.product_id, t.location_id, sum(t.quantity)::bigint AS quantity
                    FROM taken AS t WHERE t.quantity > 0 GROUP BY t.product_id, t.location_id) AS g),
         (SELECT jsonb_agg(jsonb_strip_nulls(to_jsonb(s)) ORDER BY s.product_id, s.location_id NULLS FIRST)
            FROM short AS s)
    INTO allocation, shortages;
END;
$$;
REVOKE ALL ON FUNCTION stock.plan FROM PUBLIC;
