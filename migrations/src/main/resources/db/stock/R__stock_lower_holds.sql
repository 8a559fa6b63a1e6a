-- Takes off a reservation what has been committed or released of it, and frees as much of what it holds. Internal.
-- The caller has locked the reservation and the items. Locks: the reserved items and levels that change.
CREATE OR REPLACE FUNCTION stock.lower_holds(
  p_tenant_id      text,
  p_reservation_id uuid,
  p_used           stock.demand[]
) RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  WITH used AS (
    SELECT r.product_id, r.location_id, r.held, u.quantity
      FROM stock.reservation_item AS r
      JOIN unnest(p_used) AS u ON u.product_id = r.product_id AND u.location_id = r.location_id
     WHERE r.tenant_id = p_tenant_id AND r.reservation_id = p_reservation_id
  ), lowered AS (
    UPDATE stock.reservation_item AS r
       SET remaining = r.remaining - u.quantity, held = greatest(r.held - u.quantity, 0)
      FROM used AS u
     WHERE r.tenant_id = p_tenant_id AND r.reservation_id = p_reservation_id
       AND r.product_id = u.product_id AND r.location_id = u.location_id
    RETURNING u.product_id, u.location_id, least(u.held, u.quantity) AS freed
  )
  UPDATE stock.level AS l
     SET reserved = l.reserved - w.freed
    FROM lowered AS w
   WHERE l.tenant_id = p_tenant_id AND l.product_id = w.product_id AND l.location_id = w.location_id AND w.freed > 0;
END;
$$;
REVOKE ALL ON FUNCTION stock.lower_holds FROM PUBLIC;
