-- Locks products for a change of what there is or is held of them, then frees what expired reservations hold of them.
-- Returns the time as of which it has freed: what follows counts with that time, and with no later one. Internal.
-- Locks: the items, by product id; made first where a product never had stock, or its first delivery would be taken
-- without a lock. A new one stays when the call is refused: it is a lock and says nothing.
CREATE OR REPLACE FUNCTION stock.lock_items(
  p_tenant_id   text,
  p_product_ids uuid[]
) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_now timestamptz;
  v_new uuid[] := ARRAY(
    SELECT u.product_id
      FROM unnest(p_product_ids) AS u (product_id)
     WHERE NOT EXISTS (SELECT 1 FROM stock.item AS i WHERE i.tenant_id = p_tenant_id AND i.product_id = u.product_id));
BEGIN
  IF v_new <> '{}' THEN
    INSERT INTO stock.item (tenant_id, product_id)
    SELECT p.tenant_id, p.product_id FROM catalog.find_products(p_tenant_id, v_new) AS p ORDER BY p.product_id
        ON CONFLICT ON CONSTRAINT item_pkey DO NOTHING;
  END IF;
  PERFORM 1
     FROM stock.item AS i
    WHERE i.tenant_id = p_tenant_id AND i.product_id = ANY (p_product_ids)
    ORDER BY i.product_id
      FOR NO KEY UPDATE;
  v_now := clock_timestamp();
  PERFORM stock.free_expired(p_tenant_id, p_product_ids, v_now);
  RETURN v_now;
END;
$$;
REVOKE ALL ON FUNCTION stock.lock_items FROM PUBLIC;
