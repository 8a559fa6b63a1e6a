-- The lines of a cart, in order, with what the catalogue, the directory and the shelves say of them as of p_now. What
-- the reservation p_reservation_id holds counts as available. Internal. No locks.
CREATE OR REPLACE FUNCTION cart.find_lines(
  p_tenant_id      text,
  p_time_zone      text,
  p_now            timestamptz,
  p_cart           cart.cart,
  p_reservation_id uuid
) RETURNS cart.priced_line[]
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_items uuid[];
  v_pets  uuid[];
BEGIN
  -- in variables, since functions that return rows are not inlined when a subquery is among their arguments
  SELECT array_agg(l.item_id), array_agg(l.pet_id) INTO v_items, v_pets
    FROM cart.line AS l
   WHERE l.tenant_id = p_tenant_id AND l.owner_id = p_cart.owner_id AND l.guest = p_cart.guest;
  IF v_items IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN (
    WITH line AS MATERIALIZED (
      SELECT l.kind, l.item_id, l.variant, nullif(l.pet_id, '00000000-0000-0000-0000-000000000000') AS pet_id,
             l.quantity, l.prescription, l.position,
             sum(l.quantity) OVER (PARTITION BY l.kind, l.item_id) AS asked
        FROM cart.line AS l
       WHERE l.tenant_id = p_tenant_id AND l.owner_id = p_cart.owner_id AND l.guest = p_cart.guest
    ), level AS MATERIALIZED (
      SELECT v.product_id, sum(v.available) AS available
        FROM stock.levels(p_tenant_id, p_time_zone, p_now, v_items, p_reservation_id) AS v
       GROUP BY v.product_id
    ), known AS (
      SELECT l.*, coalesce(p.display_name, s.display_name) AS description,
             coalesce(p.price_minor, s.price_minor) AS price_minor,
             coalesce(p.tax_rate_bp, s.tax_rate_bp) AS tax_rate_bp,
             coalesce(p.requires_prescription, false) AS requires_prescription, coalesce(p.active, s.active) AS active,
             coalesce(p.species, s.species) AS species, coalesce(p.min_quantity, 0) AS min_quantity,
             nullif(p.max_quantity, 0) AS max_quantity,
             CASE WHEN l.kind = 'PRODUCT' THEN coalesce(v.available, 0) END AS available
        FROM line AS l
        LEFT JOIN catalog.find_products(p_tenant_id, v_items) AS p
          ON l.kind = 'PRODUCT' AND p.product_id = l.item_id
        LEFT JOIN catalog.find_services(p_tenant_id, v_items) AS s
          ON l.kind = 'SERVICE' AND s.service_id = l.item_id
        LEFT JOIN level AS v ON l.kind = 'PRODUCT' AND v.product_id = l.item_id
    )
    SELECT array_agg(ROW(
             n.line_number, n.kind, n.item_id, n.variant, n.pet_id, n.quantity, n.prescription, n.description,
             n.price_minor, n.tax_rate_bp, n.requires_prescription, n.active,
             n.pet_id IS NULL OR e.pet_id IS NOT NULL,
             e.pet_id IS NULL OR n.species = '{}' OR e.species = ANY (n.species),
             n.min_quantity, n.max_quantity, n.asked, n.available, NULL, 0, 0, 0, 0)::cart.priced_line
             ORDER BY n.line_number)
      FROM (SELECT k.*, row_number() OVER (ORDER BY k.position, k.item_id, k.variant, k.pet_id) AS line_number
              FROM known AS k) AS n
      LEFT JOIN directory.find_pets(p_tenant_id, p_cart.owner_id, v_pets) AS e
        ON e.pet_id = n.pet_id);
END;
$$;
REVOKE ALL ON FUNCTION cart.find_lines FROM PUBLIC;
