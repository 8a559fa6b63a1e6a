-- Empties the guest's cart of what a merge has kept, moves its coupon when the client's cart has none, and counts the
-- versions of the carts that have changed up. Returns the client's cart. Internal. No locks: the caller
-- has locked both.
CREATE OR REPLACE FUNCTION cart.close_merge(
  p_tenant_id   text,
  p_client      cart.cart,
  p_changed     boolean,
  p_guest_token uuid,
  p_coupon_code text,
  p_plan        cart.merged_line[]
) RETURNS cart.cart
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_client cart.cart := p_client;
BEGIN
  DELETE FROM cart.line AS l
   USING unnest(p_plan) AS m
   WHERE l.tenant_id = p_tenant_id AND l.owner_id = p_guest_token AND l.guest AND m.quantity IS NOT NULL
     AND (l.kind, l.item_id, l.variant, l.pet_id) = (m.kind, m.item_id, m.variant, m.pet_id);
  IF FOUND OR p_coupon_code <> '' THEN
    UPDATE cart.cart AS c
       SET coupon_code = '', version = c.version + 1, update_time = now()
     WHERE c.tenant_id = p_tenant_id AND c.owner_id = p_guest_token AND c.guest;
  END IF;
  IF p_changed OR p_client.coupon_code = '' AND p_coupon_code <> '' THEN
    UPDATE cart.cart AS c
       SET coupon_code = CASE c.coupon_code WHEN '' THEN coalesce(p_coupon_code, '') ELSE c.coupon_code END,
           version = c.version + 1, update_time = now()
     WHERE c.tenant_id = p_tenant_id AND c.owner_id = p_client.owner_id AND NOT c.guest
    RETURNING c.* INTO v_client;
  END IF;
  RETURN v_client;
END;
$$;
REVOKE ALL ON FUNCTION cart.close_merge FROM PUBLIC;
