-- Makes the items of products that never had stock, then locks as stock.lock_items does. Internal.
-- Locks: the items, by product id. A new one stays when the call is refused: it is a lock and says nothing.
CREATE OR REPLACE FUNCTION stock.make_items(
  p_tenant_id   text,
  p_product_ids uuid[]
) RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  INSERT INTO stock.item (tenant_id, product_id)
  SELECT p_tenant_id, n.product_id
    FROM (SELECT DISTINCT u.product_id FROM unnest(p_product_ids) AS u (product_id)) AS n
   ORDER BY n.product_id
      ON CONFLICT ON CONSTRAINT item_pkey DO NOTHING;
  PERFORM stock.lock_items(p_tenant_id, p_product_ids);
END;
$$;
REVOKE ALL ON FUNCTION stock.make_items FROM PUBLIC;
