-- Lists movements, the newest first; a vet is not told what a unit cost. No outcomes, no locks.
-- A filter that is NULL, or an empty p_reasons, lets everything pass. The page begins after p_before_id.
-- Each call is planned with its own filters, so that it uses the index of the one that is set.
CREATE OR REPLACE FUNCTION stock.list_stock_movements(
  p_tenant_id   text,
  p_actor_id    uuid,
  p_actor_role  text,
  p_product_id  uuid,
  p_location_id text,
  p_reasons     text[],
  p_client_id   uuid,
  p_source_id   uuid,
  p_from        timestamptz,
  p_to          timestamptz,
  p_before_id   uuid,
  p_limit       integer
) RETURNS TABLE (movement stock.movement, lot_code text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = 'force_custom_plan'
AS $$
BEGIN
  RETURN QUERY
  SELECT CASE p_actor_role WHEN 'VET' THEN jsonb_populate_record(m, '{"unit_cost_minor": null}') ELSE m END, t.lot_code
    FROM stock.movement AS m
    JOIN stock.lot AS t ON t.tenant_id = m.tenant_id AND t.lot_id = m.lot_id
   WHERE m.tenant_id = p_tenant_id
     AND (p_product_id IS NULL OR m.product_id = p_product_id)
     AND (p_location_id IS NULL OR m.location_id = p_location_id)
     AND (p_reasons = '{}' OR m.reason = ANY (p_reasons))
     AND (p_client_id IS NULL OR m.client_id = p_client_id)
     AND (p_source_id IS NULL OR m.source_id = p_source_id)
     AND (p_from IS NULL OR m.create_time >= p_from)
     AND (p_to IS NULL OR m.create_time < p_to)
     AND (p_before_id IS NULL OR m.movement_id < p_before_id)
   ORDER BY m.movement_id DESC
   LIMIT p_limit;
END;
$$;
REVOKE ALL ON FUNCTION stock.list_stock_movements FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stock.list_stock_movements TO corral_app;
