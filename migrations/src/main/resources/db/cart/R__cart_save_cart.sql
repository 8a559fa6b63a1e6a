-- Ends a change of a cart: counts the version up when something has changed, shows the cart and stores the answer.
-- Internal. No locks: the caller has locked the cart.
CREATE OR REPLACE FUNCTION cart.save_cart(
  p_tenant_id    text,
  p_actor_id     uuid,
  p_actor_role   text,
  p_operation    text,
  p_request_id   uuid,
  p_request_hash bytea,
  p_cart         cart.cart,
  p_changed      boolean
) RETURNS jsonb
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_cart cart.cart := p_cart;
  v_view jsonb;
BEGIN
  IF p_changed THEN
    UPDATE cart.cart AS c
       SET coupon_code = p_cart.coupon_code, version = c.version + 1, update_time = now()
     WHERE c.tenant_id = p_tenant_id AND c.owner_id = p_cart.owner_id AND c.guest = p_cart.guest
    RETURNING c.* INTO v_cart;
  END IF;
  v_view := cart.show(p_tenant_id, tenant.find_tenant(p_tenant_id), clock_timestamp(), v_cart, NULL);
  PERFORM kernel.remember(p_tenant_id, p_operation, p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          to_jsonb(p_cart), v_view);
  RETURN v_view;
END;
$$;
REVOKE ALL ON FUNCTION cart.save_cart FROM PUBLIC;
