-- Returns a cart for reading; one that was never changed is empty and has version 0. Internal. No locks.
CREATE OR REPLACE FUNCTION cart.find_cart(
  p_tenant_id text,
  p_owner_id  uuid,
  p_guest     boolean
) RETURNS cart.cart
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_cart cart.cart;
BEGIN
  SELECT c.* INTO v_cart
    FROM cart.cart AS c
   WHERE c.tenant_id = p_tenant_id AND c.owner_id = p_owner_id AND c.guest = p_guest;
  IF NOT FOUND THEN
    v_cart := ROW(p_tenant_id, p_owner_id, p_guest, '', 0, now())::cart.cart;
  END IF;
  RETURN v_cart;
END;
$$;
REVOKE ALL ON FUNCTION cart.find_cart FROM PUBLIC;
