-- Which items of a reservation are to be committed: all that remains, or so many of each product named, at main first,
-- then by location id. Internal. No locks.
-- Outcomes, in order: RESERVATION_TOO_SMALL (detail product_id, asked, remaining), OK with chosen.
CREATE OR REPLACE FUNCTION stock.choose_items(
  p_tenant_id      text,
  p_reservation_id uuid,
  p_demand         stock.demand[],
  OUT outcome      kernel.outcome,
  OUT detail       jsonb,
  OUT chosen       stock.demand[]
)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  WITH item AS (
    SELECT r.product_id, r.location_id, r.remaining,
           sum(r.remaining) OVER (PARTITION BY r.product_id) AS whole,
           sum(r.remaining) OVER (PARTITION BY r.product_id ORDER BY r.location_id <> 'main', r.location_id)
             - r.remaining AS before
      FROM stock.reservation_item AS r
     WHERE r.tenant_id = p_tenant_id AND r.reservation_id = p_reservation_id AND r.remaining > 0
  ), asked AS (
    SELECT d.product_id, sum(d.quantity) AS quantity FROM unnest(p_demand) AS d GROUP BY d.product_id
     UNION ALL
    SELECT DISTINCT i.product_id, i.whole FROM item AS i WHERE p_demand IS NULL
  ), short AS (
    SELECT a.product_id, a.quantity AS asked, coalesce(max(i.whole), 0) AS remaining
      FROM asked AS a
      LEFT JOIN item AS i ON i.product_id = a.product_id
     GROUP BY a.product_id, a.quantity
    HAVING a.quantity > coalesce(max(i.whole), 0)
  )
  SELECT (SELECT to_jsonb(s) FROM short AS s ORDER BY s.product_id LIMIT 1),
         (SELECT array_agg(ROW(i.product_id, i.location_id, least(i.remaining, a.quantity - i.before))::stock.demand)
            FROM asked AS a
            JOIN item AS i ON i.product_id = a.product_id AND i.before < a.quantity)
    INTO detail, chosen;
  outcome := CASE WHEN detail IS NULL THEN 'OK' ELSE 'RESERVATION_TOO_SMALL' END;
END;
$$;
REVOKE ALL ON FUNCTION stock.choose_items FROM PUBLIC;
