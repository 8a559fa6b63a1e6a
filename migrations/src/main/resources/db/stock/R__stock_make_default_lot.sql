-- Makes the lot of a product's units that come without one, which it does not have yet. Internal.
-- No locks: the caller has locked the item.
CREATE OR REPLACE FUNCTION stock.make_default_lot(
  p_tenant_id  text,
  p_product_id uuid
) RETURNS uuid
LANGUAGE sql VOLATILE
AS $$
  INSERT INTO stock.lot (tenant_id, lot_id, product_id, lot_code)
  VALUES (p_tenant_id, kernel.new_id(), p_product_id, '')
  RETURNING lot_id
$$;
REVOKE ALL ON FUNCTION stock.make_default_lot FROM PUBLIC;
