-- Locks what a checkout needs: the reservation that it uses, if any, then its products and those of the reservation.
-- Returns the time of stock.lock_items. Internal. Locks: the reservation, then the items by product id.
CREATE OR REPLACE FUNCTION stock.lock_for_sale(
  p_tenant_id      text,
  p_product_ids    uuid[],
  p_reservation_id uuid
) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  IF p_reservation_id IS NOT NULL THEN
    PERFORM stock.find_reservation(p_tenant_id, p_reservation_id);
  END IF;
  RETURN stock.lock_items(p_tenant_id, p_product_ids || ARRAY(
    SELECT r.product_id FROM stock.reservation_item AS r
     WHERE r.tenant_id = p_tenant_id AND r.reservation_id = p_reservation_id));
END;
$$;
REVOKE ALL ON FUNCTION stock.lock_for_sale FROM PUBLIC;
