-- Finds the first product that the catalogue does not know, then the first location that the tenant does not have.
-- Internal. No locks.
-- Outcomes, in order: PRODUCT_NOT_FOUND (detail product_id), LOCATION_NOT_FOUND (detail location_id); NULL: all known.
CREATE OR REPLACE FUNCTION stock.find_unknown(
  p_tenant_id    text,
  p_product_ids  uuid[],
  p_location_ids text[],
  OUT outcome    kernel.outcome,
  OUT detail     jsonb
)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  SELECT 'PRODUCT_NOT_FOUND', jsonb_build_object('product_id', n.id) INTO outcome, detail
    FROM unnest(p_product_ids) WITH ORDINALITY AS n (id, position)
    LEFT JOIN catalog.find_products(p_tenant_id, p_product_ids) AS p ON p.product_id = n.id
   WHERE p.product_id IS NULL
   ORDER BY n.position LIMIT 1;
  IF FOUND THEN
    RETURN;
  END IF;

  SELECT 'LOCATION_NOT_FOUND', jsonb_build_object('location_id', n.id) INTO outcome, detail
    FROM unnest(p_location_ids) WITH ORDINALITY AS n (id, position)
    LEFT JOIN stock.location AS l ON l.tenant_id = p_tenant_id AND l.location_id = n.id
   WHERE l.location_id IS NULL AND n.id <> 'main'
   ORDER BY n.position LIMIT 1;
END;
$$;
REVOKE ALL ON FUNCTION stock.find_unknown FROM PUBLIC;
