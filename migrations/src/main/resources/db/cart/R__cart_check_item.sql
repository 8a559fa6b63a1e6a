-- Whether a line can stand in a cart at all. Internal. No locks.
-- Outcomes, in order: PRODUCT_NOT_FOUND or SERVICE_NOT_FOUND, PET_NOT_FOUND (not of this client; a guest has none),
-- PRICE_CHANGED (p_seen is lower; detail seen_minor, price_minor); NULL: it can.
CREATE OR REPLACE FUNCTION cart.check_item(
  p_tenant_id text,
  p_client_id uuid,
  p_kind      text,
  p_item_id   uuid,
  p_pet_id    uuid,
  p_seen      bigint,
  OUT outcome kernel.outcome,
  OUT detail  jsonb
)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_price bigint;
BEGIN
  IF p_kind = 'PRODUCT' THEN
    SELECT p.price_minor INTO v_price FROM catalog.find_products(p_tenant_id, ARRAY[p_item_id]) AS p;
  ELSE
    SELECT s.price_minor INTO v_price FROM catalog.find_services(p_tenant_id, ARRAY[p_item_id]) AS s;
  END IF;
  IF NOT FOUND THEN
    outcome := p_kind || '_NOT_FOUND';
  ELSIF p_pet_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM directory.find_pets(p_tenant_id, p_client_id, ARRAY[p_pet_id])) THEN
    outcome := 'PET_NOT_FOUND';
  ELSIF p_seen < v_price THEN
    outcome := 'PRICE_CHANGED';
    detail := jsonb_build_object('seen_minor', p_seen, 'price_minor', v_price);
  END IF;
END;
$$;
REVOKE ALL ON FUNCTION cart.check_item FROM PUBLIC;
