-- Removes one line of a cart, if it is there; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, CLIENT_NOT_FOUND, REQUEST_ID_REUSED, STALE_VERSION (p_version 0: not checked).
-- Locks: the cart, made on first use.
CREATE OR REPLACE FUNCTION cart.remove_cart_line(
  p_tenant_id    text,
  p_actor_id     uuid,
  p_actor_role   text,
  p_request_id   uuid,
  p_request_hash bytea,
  p_owner_id     uuid,
  p_guest        boolean,
  p_kind         text,
  p_item_id      uuid,
  p_variant      text,
  p_pet_id       uuid,
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
    FROM cart.open_cart(p_tenant_id, p_actor_id, p_actor_role, 'RemoveCartLine', p_request_id, p_request_hash,
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
  DELETE FROM cart.line AS l
   WHERE l.tenant_id = p_tenant_id AND l.owner_id = p_owner_id AND l.guest = p_guest AND l.kind = p_kind
     AND l.item_id = p_item_id AND l.variant = p_variant
     AND l.pet_id = coalesce(p_pet_id, '00000000-0000-0000-0000-000000000000');
  cart := cart.save_cart(p_tenant_id, p_actor_id, p_actor_role, 'RemoveCartLine', p_request_id, p_request_hash,
                         v_cart, FOUND);
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION cart.remove_cart_line FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cart.remove_cart_line TO corral_app;
