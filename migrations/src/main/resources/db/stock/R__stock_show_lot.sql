-- How much of a lot is where, by location: [{location_id, on_hand}]. Internal. No locks.
CREATE OR REPLACE FUNCTION stock.show_lot(
  p_tenant_id text,
  p_lot_id    uuid
) RETURNS jsonb
LANGUAGE sql STABLE
AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('location_id', l.location_id, 'on_hand', l.on_hand)
                            ORDER BY l.location_id <> 'main', l.location_id), '[]')
    FROM stock.lot_level AS l
   WHERE l.tenant_id = p_tenant_id AND l.lot_id = p_lot_id
$$;
REVOKE ALL ON FUNCTION stock.show_lot FROM PUBLIC;
