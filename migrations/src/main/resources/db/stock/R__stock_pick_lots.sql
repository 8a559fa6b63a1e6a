-- Finds the lots from which an allocation is taken: those that expire first, those that do not expire last; never one
-- that is recalled or past its day. Internal. No locks: the caller has locked the items and planned the allocation.
CREATE OR REPLACE FUNCTION stock.pick_lots(
  p_tenant_id  text,
  p_time_zone  text,
  p_now        timestamptz,
  p_allocation stock.demand[]
) RETURNS stock.move[]
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  RETURN (
    SELECT array_agg(ROW(a.product_id, a.location_id, c.lot_id, -least(c.on_hand, a.quantity - c.before),
                         NULL)::stock.move
                     ORDER BY a.product_id, a.location_id, c.before)
      FROM unnest(p_allocation) AS a
     CROSS JOIN LATERAL (
       SELECT l.lot_id, l.on_hand,
              (sum(l.on_hand) OVER (ORDER BY t.expiry_date, t.lot_code) - l.on_hand)::bigint AS before
         FROM stock.lot_level AS l
        CROSS JOIN LATERAL (
          SELECT t.recalled, t.expiry_date, t.lot_code
            FROM stock.lot AS t
           WHERE t.tenant_id = p_tenant_id AND t.lot_id = l.lot_id
          OFFSET 0) AS t
        WHERE l.tenant_id = p_tenant_id AND l.product_id = a.product_id AND l.location_id = a.location_id
          AND NOT t.recalled AND coalesce(t.expiry_date >= (p_now AT TIME ZONE p_time_zone)::date, true)) AS c
     WHERE c.before < a.quantity);
END;
$$;
REVOKE ALL ON FUNCTION stock.pick_lots FROM PUBLIC;
