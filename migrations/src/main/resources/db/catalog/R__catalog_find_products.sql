-- Returns the products that exist among these, active or not, to another function. Internal. No locks.
CREATE OR REPLACE FUNCTION catalog.find_products(
  p_tenant_id   text,
  p_product_ids uuid[]
) RETURNS SETOF catalog.product
LANGUAGE sql STABLE
AS $$
  SELECT p.* FROM catalog.product AS p WHERE p.tenant_id = p_tenant_id AND p.product_id = ANY (p_product_ids)
$$;
REVOKE ALL ON FUNCTION catalog.find_products FROM PUBLIC;
