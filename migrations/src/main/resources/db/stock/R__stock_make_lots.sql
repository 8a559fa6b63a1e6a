-- Makes the lots of a delivery that are new, and returns its items as changes of what is on hand. Internal.
-- No locks: the caller has locked the items.
CREATE OR REPLACE FUNCTION stock.make_lots(
  p_tenant_id   text,
  p_location_id text,
  p_items       jsonb
) RETURNS stock.move[]
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  INSERT INTO stock.lot (tenant_id, lot_id, product_id, lot_code, expiry_date)
  SELECT p_tenant_id, kernel.new_id(), n.product_id, n.lot_code, n.expiry_date
    FROM (SELECT (i.item ->> 'product_id')::uuid AS product_id, i.item ->> 'lot_code' AS lot_code,
                 max((i.item ->> 'expiry_date')::date) AS expiry_date
            FROM jsonb_array_elements(p_items) AS i (item)
           GROUP BY 1, 2) AS n
      ON CONFLICT ON CONSTRAINT lot_code_key DO NOTHING;
  RETURN (
    SELECT array_agg(ROW(t.product_id, p_location_id, t.lot_id, (i.item ->> 'quantity')::bigint,
                         (i.item ->> 'unit_cost_minor')::bigint)::stock.move ORDER BY i.position)
      FROM jsonb_array_elements(p_items) WITH ORDINALITY AS i (item, position)
      JOIN stock.lot AS t
        ON t.tenant_id = p_tenant_id AND t.product_id = (i.item ->> 'product_id')::uuid
       AND t.lot_code = i.item ->> 'lot_code');
END;
$$;
REVOKE ALL ON FUNCTION stock.make_lots FROM PUBLIC;
