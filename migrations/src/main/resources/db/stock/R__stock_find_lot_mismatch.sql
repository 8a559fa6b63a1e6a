-- The first item of a delivery whose lot is known, or stands in another item, with another expiry date: {product_id,
-- lot_code, expiry_date}; NULL when there is none. An item without a date agrees with any. Internal. No locks.
CREATE OR REPLACE FUNCTION stock.find_lot_mismatch(
  p_tenant_id text,
  p_items     jsonb
) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  RETURN (
    WITH item AS (
      SELECT (i.item ->> 'product_id')::uuid AS product_id, i.item ->> 'lot_code' AS lot_code,
             (i.item ->> 'expiry_date')::date AS expiry_date, i.position
        FROM jsonb_array_elements(p_items) WITH ORDINALITY AS i (item, position)
    ), known AS (
      SELECT t.product_id, t.lot_code, t.expiry_date, 0::bigint AS position
        FROM stock.lot AS t
       WHERE t.tenant_id = p_tenant_id
         AND (t.product_id, t.lot_code) IN (SELECT i.product_id, i.lot_code FROM item AS i)
       UNION ALL
      SELECT i.product_id, i.lot_code, i.expiry_date, i.position FROM item AS i WHERE i.expiry_date IS NOT NULL
    )
    SELECT jsonb_build_object('product_id', i.product_id, 'lot_code', i.lot_code,
                              'expiry_date', coalesce(k.expiry_date::text, ''))
      FROM item AS i
      JOIN known AS k ON k.product_id = i.product_id AND k.lot_code = i.lot_code AND k.position < i.position
     WHERE i.expiry_date IS NOT NULL AND k.expiry_date IS DISTINCT FROM i.expiry_date
     ORDER BY i.position, k.position
     LIMIT 1);
END;
$$;
REVOKE ALL ON FUNCTION stock.find_lot_mismatch FROM PUBLIC;
