-- Whether a coupon may be used once more, for this cart. Internal. No locks: a checkout has locked the usage.
-- Problems, in order: COUPON_USED_UP, COUPON_USED_BY_CLIENT (of a guest nobody knows); NULL: it may.
CREATE OR REPLACE FUNCTION cart.check_uses(
  p_tenant_id text,
  p_cart      cart.cart,
  p_coupon    catalog.coupon
) RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  IF p_coupon.max_uses > 0 AND EXISTS (
       SELECT 1 FROM cart.coupon_usage AS u
        WHERE u.tenant_id = p_tenant_id AND u.coupon_code = p_coupon.coupon_code AND u.used >= p_coupon.max_uses) THEN
    RETURN 'COUPON_USED_UP';
  ELSIF p_coupon.max_uses_per_client > 0 AND NOT p_cart.guest
        AND (SELECT count(*) FROM cart.checkout AS c
              WHERE c.tenant_id = p_tenant_id AND c.coupon_code = p_coupon.coupon_code
                AND c.coupon_code <> '' AND c.client_id = p_cart.owner_id) >= p_coupon.max_uses_per_client THEN
    RETURN 'COUPON_USED_BY_CLIENT';
  END IF;
  RETURN NULL;
END;
$$;
REVOKE ALL ON FUNCTION cart.check_uses FROM PUBLIC;
