-- Locks and returns a reservation for another function, or a row of NULLs. Internal. Locks: the reservation.
CREATE OR REPLACE FUNCTION stock.find_reservation(
  p_tenant_id      text,
  p_reservation_id uuid
) RETURNS stock.reservation
LANGUAGE sql VOLATILE
AS $$
  SELECT r.*
    FROM stock.reservation AS r
   WHERE r.tenant_id = p_tenant_id AND r.reservation_id = p_reservation_id
     FOR NO KEY UPDATE
$$;
REVOKE ALL ON FUNCTION stock.find_reservation FROM PUBLIC;
