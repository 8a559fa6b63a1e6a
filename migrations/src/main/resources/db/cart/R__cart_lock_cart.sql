-- Locks and returns a cart, made on first use, empty and with version 0. Internal. Locks: the cart.
CREATE OR REPLACE FUNCTION cart.lock_cart(
  p_tenant_id text,
  p_owner_id  uuid,
  p_guest     boolean
) RETURNS cart.cart
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_cart cart.cart;
BEGIN
  FOR v_attempt IN 1 .. 2 LOOP
    SELECT c.* INTO v_cart
      FROM cart.cart AS c
     WHERE c.tenant_id = p_tenant_id AND c.owner_id = p_owner_id AND c.guest = p_guest
       FOR NO KEY UPDATE;
    EXIT WHEN FOUND;
    INSERT INTO cart.cart (tenant_id, owner_id, guest) VALUES (p_tenant_id, p_owner_id, p_guest)
        ON CONFLICT ON CONSTRAINT cart_pkey DO NOTHING;
  END LOOP;
  RETURN v_cart;
END;
$$;
REVOKE ALL ON FUNCTION cart.lock_cart FROM PUBLIC;
