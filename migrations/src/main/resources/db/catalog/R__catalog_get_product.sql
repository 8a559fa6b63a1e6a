-- Returns a product. Outcomes: PRODUCT_NOT_FOUND. No locks.
CREATE OR REPLACE FUNCTION catalog.get_product(
  p_tenant_id  text,
  p_product_id uuid,
  OUT outcome  kernel.outcome,
  OUT detail   jsonb,
  OUT product  catalog.product
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  SELECT p.* INTO product FROM catalog.product AS p WHERE p.tenant_id = p_tenant_id AND p.product_id = p_product_id;
  outcome := CASE WHEN FOUND THEN 'OK' ELSE 'PRODUCT_NOT_FOUND' END;
END;
$$;
REVOKE ALL ON FUNCTION catalog.get_product FROM PUBLIC;
GRANT EXECUTE ON FUNCTION catalog.get_product TO corral_app;
