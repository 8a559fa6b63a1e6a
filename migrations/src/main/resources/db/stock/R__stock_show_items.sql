-- The items of a reservation as the contract has them, by product and location. Internal. No locks.
CREATE OR REPLACE FUNCTION stock.show_items(
  p_tenant_id      text,
  p_reservation_id uuid
) RETURNS jsonb
LANGUAGE sql STABLE
AS $$
  SELECT jsonb_agg(jsonb_build_object('product_id', r.product_id, 'location_id', r.location_id,
                                      'quantity', r.quantity, 'remaining', r.remaining)
                   ORDER BY r.product_id, r.location_id)
    FROM stock.reservation_item AS r
   WHERE r.tenant_id = p_tenant_id AND r.reservation_id = p_reservation_id
$$;
REVOKE ALL ON FUNCTION stock.show_items FROM PUBLIC;
