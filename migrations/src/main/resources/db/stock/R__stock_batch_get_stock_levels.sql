-- Returns what there is of several products, in the order asked, as of now. No locks.
-- Outcomes: PRODUCT_NOT_FOUND (detail product_id: the first that is unknown).
CREATE OR REPLACE FUNCTION stock.batch_get_stock_levels(
  p_tenant_id   text,
  p_product_ids uuid[],
  OUT outcome   kernel.outcome,
  OUT detail    jsonb,
  OUT levels    jsonb
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  SELECT u.outcome, u.detail INTO outcome, detail FROM stock.find_unknown(p_tenant_id, p_product_ids, '{}') AS u;
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;
  levels := stock.show_levels(p_tenant_id, (tenant.find_tenant(p_tenant_id)).time_zone, p_product_ids);
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION stock.batch_get_stock_levels FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stock.batch_get_stock_levels TO corral_app;
