-- Lists the tenant's locations: main, then the others by id. No outcomes, no locks.
CREATE OR REPLACE FUNCTION stock.list_locations(
  p_tenant_id text
) RETURNS TABLE (location_id text, display_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'main', coalesce((SELECT l.display_name FROM stock.location AS l
                            WHERE l.tenant_id = p_tenant_id AND l.location_id = 'main'), 'main')
   UNION ALL
  (SELECT l.location_id, l.display_name
     FROM stock.location AS l
    WHERE l.tenant_id = p_tenant_id AND l.location_id <> 'main'
    ORDER BY l.location_id)
$$;
REVOKE ALL ON FUNCTION stock.list_locations FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stock.list_locations TO corral_app;
