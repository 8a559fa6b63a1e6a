-- Sets one line of a cart; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, CLIENT_NOT_FOUND, REQUEST_ID_REUSED, those of cart.check_item, STALE_VERSION
-- (p_version 0: not checked), CART_FULL. Locks: the cart, made on first use.
CREATE OR REPLACE FUNCTION cart.set_cart_line(
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
  p_quantity     integer,
  p_prescription text,
  p_seen         bigint,
  p_version      bigint,
  OUT outcome    kernel.outcome,
  OUT detail     jsonb,
  OUT cart       jsonb
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_pet_id uuid := coalesce(p_pet_id, '00000000-0000-0000-0000-000000000000');
  v_opened record;
  v_last   record;
BEGIN
  -- lock, replay
  SELECT o.* INTO v_opened
    FROM cart.open_cart(p_tenant_id, p_actor_id, p_actor_role, 'SetCartLine', p_request_id, p_request_hash, p_owner_id,
                        p_guest) AS o;
  outcome := v_opened.outcome;
  IF outcome IS NOT NULL THEN
    cart := v_opened.answer;
    RETURN;
  END IF;

  -- check
  SELECT c.outcome, c.detail INTO outcome, detail
    FROM cart.check_item(p_tenant_id, CASE WHEN NOT p_guest THEN p_owner_id END, p_kind, p_item_id, p_pet_id,
                         p_seen) AS c;
  SELECT count(*) AS lines, coalesce(max(l.position), 0) AS position,
         coalesce(bool_or((l.kind, l.item_id, l.variant, l.pet_id) = (p_kind, p_item_id, p_variant, v_pet_id)),
                  false) AS is_there
    INTO v_last
    FROM cart.line AS l
   WHERE l.tenant_id = p_tenant_id AND l.owner_id = p_owner_id AND l.guest = p_guest;
  IF outcome IS NOT NULL THEN
    RETURN;
  ELSIF p_version <> 0 AND p_version <> (v_opened.cart).version THEN
    outcome := 'STALE_VERSION';
    detail := jsonb_build_object('version', (v_opened.cart).version);
    RETURN;
  ELSIF v_last.lines >= 50 AND NOT v_last.is_there THEN
    outcome := 'CART_FULL';
    RETURN;
  END IF;

  -- write
  INSERT INTO cart.line AS l (
    tenant_id, owner_id, guest, kind, item_id, variant, pet_id, quantity, prescription, position)
  VALUES (p_tenant_id, p_owner_id, p_guest, p_kind, p_item_id, p_variant, v_pet_id, p_quantity, p_prescription,
          v_last.position + 1)
      ON CONFLICT ON CONSTRAINT line_pkey DO UPDATE
     SET quantity = excluded.quantity, prescription = excluded.prescription
   WHERE (l.quantity, l.prescription) <> (excluded.quantity, excluded.prescription);
  cart := cart.save_cart(p_tenant_id, p_actor_id, p_actor_role, 'SetCartLine', p_request_id, p_request_hash,
                         v_opened.cart, FOUND);
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION cart.set_cart_line FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cart.set_cart_line TO corral_app;
