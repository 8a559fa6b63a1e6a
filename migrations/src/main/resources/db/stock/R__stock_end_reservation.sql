-- Ends a reservation that the caller has locked: it holds nothing more. Internal.
-- Locks: the items of its products, by product id.
CREATE OR REPLACE FUNCTION stock.end_reservation(
  p_tenant_id      text,
  p_reservation_id uuid,
  p_state          text
) RETURNS stock.reservation
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_reservation stock.reservation;
BEGIN
  PERFORM stock.lock_items(p_tenant_id, ARRAY(
    SELECT r.product_id FROM stock.reservation_item AS r
     WHERE r.tenant_id = p_tenant_id AND r.reservation_id = p_reservation_id));
  PERFORM stock.lower_holds(p_tenant_id, p_reservation_id, ARRAY(
    SELECT ROW(r.product_id, r.location_id, r.remaining)::stock.demand
      FROM stock.reservation_item AS r
     WHERE r.tenant_id = p_tenant_id AND r.reservation_id = p_reservation_id));
  UPDATE stock.reservation AS r
     SET state = p_state, update_time = now()
   WHERE r.tenant_id = p_tenant_id AND r.reservation_id = p_reservation_id
  RETURNING r.* INTO v_reservation;
  RETURN v_reservation;
END;
$$;
REVOKE ALL ON FUNCTION stock.end_reservation FROM PUBLIC;
