-- Locks what a checkout of a cart needs beside the cart. Returns the time of stock.lock_items. Internal.
-- Locks, in this order: the usage of the coupon, made on first use; the reservation; the items by product id.
CREATE OR REPLACE FUNCTION cart.lock_checkout(
  p_tenant_id      text,
  p_cart           cart.cart,
  p_reservation_id uuid
) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  IF p_cart.coupon_code <> '' THEN
    INSERT INTO cart.coupon_usage (tenant_id, coupon_code) VALUES (p_tenant_id, p_cart.coupon_code)
        ON CONFLICT ON CONSTRAINT coupon_usage_pkey DO NOTHING;
    PERFORM 1
       FROM cart.coupon_usage AS u
      WHERE u.tenant_id = p_tenant_id AND u.coupon_code = p_cart.coupon_code
        FOR NO KEY UPDATE;
  END IF;
  RETURN stock.lock_for_sale(p_tenant_id, ARRAY(
    SELECT l.item_id
      FROM cart.line AS l
     WHERE l.tenant_id = p_tenant_id AND l.owner_id = p_cart.owner_id AND l.guest = p_cart.guest
       AND l.kind = 'PRODUCT'), p_reservation_id);
END;
$$;
REVOKE ALL ON FUNCTION cart.lock_checkout FROM PUBLIC;
