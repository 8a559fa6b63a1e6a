-- Frees what reservations that have expired by p_now hold of products that the caller has locked. They stay open.
-- Internal.
-- Locks: the reserved items and levels that change, guarded by the items of their products.
CREATE OR REPLACE FUNCTION stock.free_expired(
  p_tenant_id   text,
  p_product_ids uuid[],
  p_now         timestamptz
) RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  -- asked first, since nearly always there is nothing to free, and to find that out by changing it costs more
  IF NOT EXISTS (SELECT 1 FROM stock.reservation_item AS r
                  WHERE r.tenant_id = p_tenant_id AND r.product_id = ANY (p_product_ids)
                    AND r.held > 0 AND r.expire_time <= p_now) THEN
    RETURN;
  END IF;
  WITH expired AS (
    SELECT r.reservation_id, r.product_id, r.location_id, r.held
      FROM stock.reservation_item AS r
     WHERE r.tenant_id = p_tenant_id AND r.product_id = ANY (p_product_ids)
       AND r.held > 0 AND r.expire_time <= p_now
  ), freed AS (
    UPDATE stock.reservation_item AS r
       SET held = 0
      FROM expired AS e
     WHERE r.tenant_id = p_tenant_id AND r.reservation_id = e.reservation_id
       AND r.product_id = e.product_id AND r.location_id = e.location_id
    RETURNING e.product_id, e.location_id, e.held
  )
  UPDATE stock.level AS l
     SET reserved = l.reserved - s.held
    FROM (SELECT f.product_id, f.location_id, sum(f.held) AS held FROM freed AS f GROUP BY 1, 2) AS s
   WHERE l.tenant_id = p_tenant_id AND l.product_id = s.product_id AND l.location_id = s.location_id;
END;
$$;
REVOKE ALL ON FUNCTION stock.free_expired FROM PUBLIC;
