-- Locks products for a change of what there is or is held of them, then frees what expired reservations hold of them.
-- Internal. Locks: the items, by product id; those of products that never had stock are not there.
CREATE OR REPLACE FUNCTION stock.lock_items(
  p_tenant_id   text,
  p_product_ids uuid[]
) RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  PERFORM 1
     FROM stock.item AS i
    WHERE i.tenant_id = p_tenant_id AND i.product_id = ANY (p_product_ids)
    ORDER BY i.product_id
      FOR NO KEY UPDATE;
  PERFORM stock.free_expired(p_tenant_id, p_product_ids);
END;
$$;
REVOKE ALL ON FUNCTION stock.lock_items FROM PUBLIC;
