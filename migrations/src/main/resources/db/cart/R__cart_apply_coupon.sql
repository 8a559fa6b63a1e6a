-- Puts a coupon on a cart, in place of another; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, CLIENT_NOT_FOUND, REQUEST_ID_REUSED, COUPON_NOT_FOUND, STALE_VERSION
-- (p_version 0: not checked), COUPON_NOT_VALID, COUPON_USED_UP, COUPON_USED_BY_CLIENT.
-- Locks: the cart, made on first use.
CREATE OR REPLACE FUNCTION cart.apply_coupon(
  p_tenant_id    text,
  p_actor_id     uuid,
  p_actor_role   text,
  p_request_id   uuid,
  p_request_hash bytea,
  p_owner_id     uuid,
  p_guest        boolean,
  p_coupon_code  text,
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
    FROM cart.open_cart(p_tenant_id, p_actor_id, p_actor_role, 'ApplyCoupon', p_request_id, p_request_hash,
                        p_owner_id, p_guest) AS o;
  outcome := v_opened.outcome;
  IF outcome IS NOT NULL THEN
    cart := v_opened.answer;
    RETURN;
  END IF;
  v_cart := v_opened.cart;

  -- check
  v_cart.coupon_code := coalesce((catalog.find_coupon(p_tenant_id, p_coupon_code)).coupon_code, '');
  IF v_cart.coupon_code = '' THEN
    outcome := 'COUPON_NOT_FOUND';
    RETURN;
  END IF;
  IF p_version <> 0 AND p_version <> v_cart.version THEN
    outcome := 'STALE_VERSION';
    detail := jsonb_build_object('version', v_cart.version);
    RETURN;
  END IF;
  SELECT c.problem, c.detail INTO outcome, detail
    FROM cart.check_coupon(p_tenant_id, tenant.find_tenant(p_tenant_id), clock_timestamp(), v_cart, NULL) AS c
   WHERE c.problem IN ('COUPON_NOT_VALID', 'COUPON_USED_UP', 'COUPON_USED_BY_CLIENT');
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;

  -- write
  cart := cart.save_cart(p_tenant_id, p_actor_id, p_actor_role, 'ApplyCoupon', p_request_id, p_request_hash,
                         v_cart, v_cart.coupon_code <> (v_opened.cart).coupon_code);
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION cart.apply_coupon FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cart.apply_coupon TO corral_app;
