-- Gives a new reservation what was planned for it. Internal. The caller has locked the items.
-- Locks: the levels that change, guarded by the items of their products.
CREATE OR REPLACE FUNCTION stock.hold(
  p_tenant_id   text,
  p_reservation stock.reservation,
  p_allocation  stock.demand[]
) RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  INSERT INTO stock.reservation_item (
    tenant_id, reservation_id, product_id, location_id, quantity, remaining, held, expire_time)
  SELECT p_tenant_id, p_reservation.reservation_id, a.product_id, a.location_id, a.quantity, a.quantity, a.quantity,
         p_reservation.expire_time
    FROM unnest(p_allocation) AS a;
  UPDATE stock.level AS l
     SET reserved = l.reserved + a.quantity
    FROM unnest(p_allocation) AS a
   WHERE l.tenant_id = p_tenant_id AND l.product_id = a.product_id AND l.location_id = a.location_id;
END;
$$;
REVOKE ALL ON FUNCTION stock.hold FROM PUBLIC;
