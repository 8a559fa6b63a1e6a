-- Returns the active products that have a reorder point, with it, to another function. Internal. No locks.
CREATE OR REPLACE FUNCTION catalog.list_reorder_points(
  p_tenant_id text
) RETURNS TABLE (product_id uuid, reorder_point bigint)
LANGUAGE sql STABLE
AS $$
  SELECT p.product_id, p.reorder_point
    FROM catalog.product AS p
   WHERE p.tenant_id = p_tenant_id AND p.active AND p.reorder_point IS NOT NULL
$$;
REVOKE ALL ON FUNCTION catalog.list_reorder_points FROM PUBLIC;
