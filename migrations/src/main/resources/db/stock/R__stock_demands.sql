-- Reads items from the wire: [{product_id, location_id, quantity}]; an empty location is none. Internal. No locks.
CREATE OR REPLACE FUNCTION stock.demands(
  p_items jsonb
) RETURNS stock.demand[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT array_agg(ROW((i.item ->> 'product_id')::uuid, nullif(i.item ->> 'location_id', ''),
                       (i.item ->> 'quantity')::bigint)::stock.demand)
    FROM jsonb_array_elements(p_items) AS i (item)
$$;
REVOKE ALL ON FUNCTION stock.demands FROM PUBLIC;
