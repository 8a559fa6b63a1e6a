-- Moves the lines of a guest's cart, or of a device, into a client's cart; a repeated request id returns the first
-- answer. Outcomes, in order: TENANT_NOT_FOUND, CLIENT_NOT_FOUND, REQUEST_ID_REUSED.
-- Locks: the client's cart, made on first use, and the guest's, by owner. Of p_guest_token and p_lines one is set.
-- unkept: [{kind, item_id, variant, pet_id, prescription, quantity, reason, asked}].
CREATE OR REPLACE FUNCTION cart.merge_cart_atomic(
  p_tenant_id    text,
  p_actor_id     uuid,
  p_actor_role   text,
  p_request_id   uuid,
  p_request_hash bytea,
  p_client_id    uuid,
  p_guest_token  uuid,
  p_lines        jsonb,
  p_strategy     text,
  OUT outcome    kernel.outcome,
  OUT detail     jsonb,
  OUT cart       jsonb,
  OUT unkept     jsonb
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = 'force_generic_plan' -- all is looked up by keys, so a plan made once serves every call
AS $$
DECLARE
  v_client cart.cart;
  v_coupon text;
  v_guest  uuid;
  v_stored record;
  v_plan   cart.merged_line[];
BEGIN
  outcome := cart.check_owner(p_tenant_id, p_actor_id, p_actor_role, p_client_id, false);
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;

  -- lock
  v_coupon := cart.lock_carts(p_tenant_id, p_client_id, p_guest_token);
  v_guest := CASE WHEN v_coupon IS NOT NULL THEN p_guest_token END;
  v_client := cart.find_cart(p_tenant_id, p_client_id, false);

  -- replay
  v_stored := kernel.replay(p_tenant_id, 'MergeCart', p_request_id, p_request_hash);
  IF v_stored.outcome IS NOT NULL THEN
    outcome := v_stored.outcome;
    cart := v_stored.answer -> 'cart';
    unkept := v_stored.answer -> 'unkept';
    RETURN;
  END IF;

  -- write
  v_plan := ARRAY(SELECT p FROM cart.plan_merge(p_tenant_id, p_client_id, v_guest, p_lines, p_strategy) AS p);
  INSERT INTO cart.line AS l (
    tenant_id, owner_id, guest, kind, item_id, variant, pet_id, quantity, prescription, position)
  SELECT p_tenant_id, p_client_id, false, m.kind, m.item_id, m.variant, m.pet_id, m.quantity, m.prescription, m.position
    FROM unnest(v_plan) AS m
   WHERE m.quantity IS NOT NULL
      ON CONFLICT ON CONSTRAINT line_pkey DO UPDATE
     SET quantity = excluded.quantity,
         prescription = CASE l.prescription WHEN '' THEN excluded.prescription ELSE l.prescription END
   WHERE l.quantity <> excluded.quantity OR l.prescription = '' AND excluded.prescription <> '';
  v_client := cart.close_merge(p_tenant_id, v_client, FOUND, v_guest, v_coupon, v_plan);
  cart := cart.show(p_tenant_id, tenant.find_tenant(p_tenant_id), clock_timestamp(), v_client, NULL);
  unkept := (SELECT coalesce(jsonb_agg(jsonb_build_object(
                      'kind', m.kind, 'item_id', m.item_id, 'variant', m.variant, 'prescription', m.prescription,
                      'pet_id', nullif(m.pet_id, '00000000-0000-0000-0000-000000000000'),
                      'quantity', m.lost, 'reason', m.reason, 'asked', m.wanted) ORDER BY m.ordinality), '[]')
               FROM unnest(v_plan) WITH ORDINALITY AS m
              WHERE m.reason IS NOT NULL);
  PERFORM kernel.remember(p_tenant_id, 'MergeCart', p_request_id, p_request_hash, p_actor_id, p_actor_role, NULL,
                          jsonb_build_object('cart', cart, 'unkept', unkept));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION cart.merge_cart_atomic FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cart.merge_cart_atomic TO corral_app;
