-- Returns a coupon, the code in any letter case. Outcomes: COUPON_NOT_FOUND. No locks.
CREATE OR REPLACE FUNCTION catalog.get_coupon(
  p_tenant_id   text,
  p_coupon_code text,
  OUT outcome   kernel.outcome,
  OUT detail    jsonb,
  OUT coupon    catalog.coupon
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  coupon := catalog.find_coupon(p_tenant_id, p_coupon_code);
  outcome := CASE WHEN coupon.coupon_code IS NULL THEN 'COUPON_NOT_FOUND' ELSE 'OK' END;
END;
$$;
REVOKE ALL ON FUNCTION catalog.get_coupon FROM PUBLIC;
GRANT EXECUTE ON FUNCTION catalog.get_coupon TO corral_app;
