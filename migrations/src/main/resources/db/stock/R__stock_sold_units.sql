-- How many units were handed out for each invoice or reservation, for the checks of another domain. Internal. No locks,
-- reads everything. p_tenant_id NULL: of every tenant.
CREATE OR REPLACE FUNCTION stock.sold_units(
  p_tenant_id text
) RETURNS TABLE (tenant_id text, source_id uuid, units bigint)
LANGUAGE sql STABLE
AS $$
  SELECT m.tenant_id, m.source_id, -sum(m.quantity)::bigint
    FROM stock.movement AS m
   WHERE (p_tenant_id IS NULL OR m.tenant_id = p_tenant_id) AND m.reason = 'SALE' AND m.source_id IS NOT NULL
   GROUP BY m.tenant_id, m.source_id
$$;
REVOKE ALL ON FUNCTION stock.sold_units FROM PUBLIC;
