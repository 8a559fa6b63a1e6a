-- A cart as a checkout sees it: as cart.show, and with the problems of a total over the one that was seen and of an
-- empty cart. Internal. No locks. p_seen NULL: the total is not checked.
CREATE OR REPLACE FUNCTION cart.show_checkout(
  p_tenant_id      text,
  p_settings       tenant.tenant,
  p_now            timestamptz,
  p_cart           cart.cart,
  p_seen           bigint,
  p_reservation_id uuid
) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_view    jsonb := cart.show(p_tenant_id, p_settings, p_now, p_cart, p_reservation_id);
  v_problem jsonb;
BEGIN
  v_problem := CASE
    WHEN v_view -> 'lines' = '[]' THEN jsonb_build_object('reason', 'CART_EMPTY', 'detail', '{}'::jsonb)
    WHEN p_seen < (v_view ->> 'total_minor')::bigint THEN
      jsonb_build_object('reason', 'PRICE_CHANGED',
                         'detail', jsonb_build_object('seen_minor', p_seen, 'total_minor', v_view -> 'total_minor'))
  END;
  IF v_problem IS NOT NULL THEN
    v_view := jsonb_set(v_view, '{problems}', v_view -> 'problems' || v_problem);
  END IF;
  RETURN v_view;
END;
$$;
REVOKE ALL ON FUNCTION cart.show_checkout FROM PUBLIC;
