-- Locks a client's cart, made on first use, and a guest's if there is one; returns the guest's coupon, or NULL when no
-- cart of the guest was locked, and one that is made meanwhile must not be touched. Internal.
-- Locks: both carts, by owner.
CREATE OR REPLACE FUNCTION cart.lock_carts(
  p_tenant_id   text,
  p_client_id   uuid,
  p_guest_token uuid
) RETURNS text
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_coupon text;
BEGIN
  INSERT INTO cart.cart (tenant_id, owner_id, guest) VALUES (p_tenant_id, p_client_id, false)
      ON CONFLICT ON CONSTRAINT cart_pkey DO NOTHING;
  SELECT max(l.coupon_code) FILTER (WHERE l.guest) INTO v_coupon
    FROM (SELECT c.guest, c.coupon_code
            FROM cart.cart AS c
           WHERE c.tenant_id = p_tenant_id
             AND (c.owner_id = p_client_id AND NOT c.guest OR c.owner_id = p_guest_token AND c.guest)
           ORDER BY c.owner_id, c.guest
             FOR NO KEY UPDATE) AS l;
  RETURN v_coupon;
END;
$$;
REVOKE ALL ON FUNCTION cart.lock_carts FROM PUBLIC;
