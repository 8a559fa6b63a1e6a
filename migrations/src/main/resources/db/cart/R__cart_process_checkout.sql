-- Turns a client's cart into an issued invoice, takes its products from stock and counts its coupon, or changes
-- nothing; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, CLIENT_NOT_FOUND, REQUEST_ID_REUSED, STALE_VERSION, RESERVATION_NOT_FOUND,
-- RESERVATION_NOT_OPEN, then the first problem of cart.show_checkout (detail: its values, and all as problems).
-- Locks, in this order: the cart; the coupon's usage; the reservation; the items by product id; the next number of the
-- series of invoices.
CREATE OR REPLACE FUNCTION cart.process_checkout(
  p_tenant_id      text,
  p_actor_id       uuid,
  p_actor_role     text,
  p_request_id     uuid,
  p_request_hash   bytea,
  p_client_id      uuid,
  p_version        bigint,
  p_seen           bigint,
  p_reservation_id uuid,
  p_note           text,
  OUT outcome      kernel.outcome,
  OUT detail       jsonb,
  OUT checkout     jsonb,
  OUT cart         jsonb
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = 'force_generic_plan' -- all is looked up by keys, so a plan made once serves every call
AS $$
DECLARE
  v_settings tenant.tenant := tenant.find_tenant(p_tenant_id);
  v_now      timestamptz;
  v_opened   record;
  v_cart     cart.cart;
  v_view     jsonb;
BEGIN
  -- lock, replay
  v_opened := cart.open_cart(
    p_tenant_id, p_actor_id, p_actor_role, 'Checkout', p_request_id, p_request_hash, p_client_id, false);
  outcome := v_opened.outcome;
  IF outcome IS NOT NULL THEN
    checkout := v_opened.answer -> 'checkout';
    cart := v_opened.answer -> 'cart';
    RETURN;
  END IF;
  v_cart := v_opened.cart;
  IF p_version <> v_cart.version THEN
    outcome := 'STALE_VERSION';
    detail := jsonb_build_object('version', v_cart.version);
    RETURN;
  END IF;
  v_now := cart.lock_checkout(p_tenant_id, v_cart, p_reservation_id);

  -- check
  SELECT r.outcome, r.detail INTO outcome, detail
    FROM stock.check_reservation(p_tenant_id, p_client_id, p_reservation_id) AS r;
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;
  v_view := cart.show_checkout(p_tenant_id, v_settings, v_now, v_cart, p_seen, p_reservation_id);
  IF v_view -> 'problems' <> '[]' THEN
    outcome := v_view #>> '{problems,0,reason}';
    detail := v_view #> '{problems,0,detail}' || jsonb_build_object('problems', v_view -> 'problems');
    RETURN;
  END IF;

  -- write
  checkout := cart.write_checkout(p_tenant_id, v_settings, v_now, v_view, p_reservation_id, p_actor_id, p_note);
  DELETE FROM cart.line AS l WHERE l.tenant_id = p_tenant_id AND l.owner_id = p_client_id AND NOT l.guest;
  UPDATE cart.cart AS c
     SET coupon_code = '', version = c.version + 1, update_time = now()
   WHERE c.tenant_id = p_tenant_id AND c.owner_id = p_client_id AND NOT c.guest
  RETURNING c.* INTO v_cart;
  cart := cart.show(p_tenant_id, v_settings, v_now, v_cart, NULL);
  PERFORM kernel.remember(p_tenant_id, 'Checkout', p_request_id, p_request_hash, p_actor_id, p_actor_role, v_view,
                          jsonb_build_object('checkout', checkout, 'cart', cart));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION cart.process_checkout FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cart.process_checkout TO corral_app;
