-- Hands out products for an invoice, wherever they are, and ends the reservation that held some of them. Internal.
-- No locks: the checkout that calls it has locked the reservation and the items, and found that there is enough.
CREATE OR REPLACE FUNCTION stock.sell(
  p_tenant_id      text,
  p_time_zone      text,
  p_now            timestamptz,
  p_demand         stock.demand[],
  p_reservation_id uuid,
  p_cause          stock.cause
) RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_allocation stock.demand[];
BEGIN
  IF p_demand IS NOT NULL THEN
    v_allocation := (stock.plan(p_tenant_id, p_time_zone, p_now, p_demand, p_reservation_id)).allocation;
  END IF;
  IF p_reservation_id IS NOT NULL THEN
    PERFORM stock.end_reservation(p_tenant_id, p_reservation_id, 'COMMITTED');
  END IF;
  IF p_demand IS NOT NULL THEN
    PERFORM stock.post_movements(p_tenant_id, p_cause,
                                 stock.pick_lots(p_tenant_id, p_time_zone, p_now, v_allocation));
  END IF;
END;
$$;
REVOKE ALL ON FUNCTION stock.sell FROM PUBLIC;
