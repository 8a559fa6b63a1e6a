-- Returns what there is of a product, as of now. Outcomes: PRODUCT_NOT_FOUND. No locks.
CREATE OR REPLACE FUNCTION stock.get_stock_level(
  p_tenant_id  text,
  p_product_id uuid,
  OUT outcome  kernel.outcome,
  OUT detail   jsonb,
  OUT levels   jsonb
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM catalog.find_products(p_tenant_id, ARRAY[p_product_id])) THEN
    outcome := 'PRODUCT_NOT_FOUND';
    RETURN;
  END IF;
  levels := stock.show_levels(p_tenant_id, (tenant.find_tenant(p_tenant_id)).time_zone, ARRAY[p_product_id]);
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION stock.get_stock_level FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stock.get_stock_level TO corral_app;
