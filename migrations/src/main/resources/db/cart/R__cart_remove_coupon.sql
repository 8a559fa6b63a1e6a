-- Takes the coupon off a cart, if there is one; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, CLIENT_NOT_FOUND, REQUEST_ID_REUSED, STALE_VERSION (p_version 0: not checked).
-- Locks: the cart, made on first use.
CREATE OR REPLACE FUNCTION cart.remove_coupon(
  p_tenant_id    text,
  p_actor_id     uuid,
  p_actor_role   text,
  p_request_id   uuid,
  p_request_hash bytea,
  p_owner_id     uuid,
  p_guest        boolean,
  p_version      bigint,
  OUT outcome    kernel.outcome,
  OUT detail     jsonb,
  OUT cart       jsonb
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_opened record;
  v_cart   cart.cart;
BEGIN
  -- lock, replay
  SELECT o.* INTO v_opened
    FROM cart.open_cart(p_tenant_id, p_actor_id, p_actor_role, 'RemoveCoupon', p_request_id, p_request_hash,
                        p_owner_id, p_guest) AS o;
  outcome := v_opened.outcome;
  IF outcome IS NOT NULL THEN
    cart := v_opened.answer;
    RETURN;
  END IF;
  v_cart := v_opened.cart;

  -- check
  IF p_version <> 0 AND p_version <> v_cart.version THEN
    outcome := 'STALE_VERSION';
    detail := jsonb_build_object('version', v_cart.version);
    RETURN;
  END IF;

  -- write
  v_cart.coupon_code := '';
  cart := cart.save_cart(p_tenant_id, p_actor_id, p_actor_role, 'RemoveCoupon', p_request_id, p_request_hash,
                         v_cart, v_cart.coupon_code <> (v_opened.cart).coupon_code);
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION cart.remove_coupon FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cart.remove_coupon TO corral_app;
