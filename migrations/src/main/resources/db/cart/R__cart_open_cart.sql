-- Begins every change of a cart: who may, lock, replay. Internal. Locks: the cart, made on first use.
-- Outcomes, in order: TENANT_NOT_FOUND, CLIENT_NOT_FOUND, REQUEST_ID_REUSED; OK with the stored answer; NULL with the
-- locked cart: the change may begin.
CREATE OR REPLACE FUNCTION cart.open_cart(
  p_tenant_id    text,
  p_actor_id     uuid,
  p_actor_role   text,
  p_operation    text,
  p_request_id   uuid,
  p_request_hash bytea,
  p_owner_id     uuid,
  p_guest        boolean,
  OUT outcome    kernel.outcome,
  OUT answer     jsonb,
  OUT cart       cart.cart
)
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  outcome := cart.check_owner(p_tenant_id, p_actor_id, p_actor_role, p_owner_id, p_guest);
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;
  cart := cart.lock_cart(p_tenant_id, p_owner_id, p_guest);
  SELECT r.outcome, r.answer INTO outcome, answer
    FROM kernel.replay(p_tenant_id, p_operation, p_request_id, p_request_hash) AS r;
END;
$$;
REVOKE ALL ON FUNCTION cart.open_cart FROM PUBLIC;
