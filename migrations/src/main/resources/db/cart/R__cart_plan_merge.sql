-- What a merge makes of each line that it brings: the quantity that the client's line gets, and what is not kept of it
-- and why. Internal. No locks: the caller has locked the carts.
-- reason, in order: PRODUCT_NOT_FOUND, SERVICE_NOT_FOUND, PET_NOT_FOUND, CART_FULL: nothing is kept;
-- QUANTITY_NOT_ALLOWED: lost units are over 100.
CREATE OR REPLACE FUNCTION cart.plan_merge(
  p_tenant_id   text,
  p_client_id   uuid,
  p_guest_token uuid,
  p_lines       jsonb,
  p_strategy    text
) RETURNS SETOF cart.merged_line
LANGUAGE sql STABLE
AS $$
  WITH source AS MATERIALIZED (
    SELECT s.* FROM cart.find_source(p_tenant_id, p_guest_token, p_lines) AS s
  ), client AS MATERIALIZED (
    SELECT l.* FROM cart.line AS l WHERE l.tenant_id = p_tenant_id AND l.owner_id = p_client_id AND NOT l.guest
  ), checked AS (
    SELECT s.*, c.quantity AS has,
           CASE WHEN s.kind = 'PRODUCT' AND p.product_id IS NULL THEN 'PRODUCT_NOT_FOUND'
                WHEN s.kind = 'SERVICE' AND v.service_id IS NULL THEN 'SERVICE_NOT_FOUND'
                WHEN s.pet_id <> '00000000-0000-0000-0000-000000000000' AND e.pet_id IS NULL THEN 'PET_NOT_FOUND'
           END AS reason,
           CASE WHEN c.quantity IS NULL OR p_strategy = 'GUEST' THEN s.quantity
                WHEN p_strategy = 'ACCOUNT' THEN c.quantity
                WHEN p_strategy = 'ADD' THEN s.quantity + c.quantity
                ELSE greatest(s.quantity, c.quantity)
           END AS wanted
      FROM source AS s
      LEFT JOIN client AS c USING (kind, item_id, variant, pet_id)
      LEFT JOIN catalog.find_products(p_tenant_id, ARRAY(SELECT s.item_id FROM source AS s)) AS p
        ON p.product_id = s.item_id
      LEFT JOIN catalog.find_services(p_tenant_id, ARRAY(SELECT s.item_id FROM source AS s)) AS v
        ON v.service_id = s.item_id
      LEFT JOIN directory.find_pets(p_tenant_id, p_client_id, ARRAY(SELECT s.pet_id FROM source AS s)) AS e
        ON e.pet_id = s.pet_id
  ), placed AS (
    SELECT c.*, row_number() OVER (PARTITION BY c.has IS NULL AND c.reason IS NULL ORDER BY c.place) AS place_in_cart,
           c.has IS NULL AND c.reason IS NULL AS is_new
      FROM checked AS c
  ), decided AS (
    SELECT p.*, CASE WHEN p.reason IS NOT NULL THEN p.reason
                     WHEN p.is_new AND p.place_in_cart + (SELECT count(*) FROM client) > 50 THEN 'CART_FULL'
                END AS refused
      FROM placed AS p
  )
  SELECT ROW(d.kind, d.item_id, d.variant, d.pet_id, d.prescription,
             (SELECT coalesce(max(c.position), 0) FROM client AS c) + d.place_in_cart,
             CASE WHEN d.refused IS NULL THEN least(d.wanted, 100) END,
             coalesce(d.refused, CASE WHEN d.wanted > 100 THEN 'QUANTITY_NOT_ALLOWED' END),
             CASE WHEN d.refused IS NOT NULL THEN d.quantity ELSE greatest(d.wanted - 100, 0) END,
             d.wanted)::cart.merged_line
    FROM decided AS d
   ORDER BY d.place
$$;
REVOKE ALL ON FUNCTION cart.plan_merge FROM PUBLIC;
