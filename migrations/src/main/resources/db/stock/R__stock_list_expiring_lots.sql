-- Lists lots of which some are on hand and that expire by a date, the earliest first. No outcomes, no locks.
-- From what is on hand, not from every lot that ever was.
-- p_to NULL: 30 days from now on the clinic's calendar. The page begins after (p_after, p_after_id).
CREATE OR REPLACE FUNCTION stock.list_expiring_lots(
  p_tenant_id text,
  p_to        date,
  p_after     date,
  p_after_id  uuid,
  p_limit     integer
) RETURNS TABLE (lot stock.lot, levels jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_lots uuid[] := ARRAY(SELECT l.lot_id FROM stock.lot_level AS l WHERE l.tenant_id = p_tenant_id);
  v_to   date := coalesce(p_to, (now() AT TIME ZONE (tenant.find_tenant(p_tenant_id)).time_zone)::date + 30);
BEGIN
  RETURN QUERY
  SELECT t, stock.show_lot(p_tenant_id, t.lot_id)
    FROM stock.lot AS t
   WHERE t.tenant_id = p_tenant_id AND t.lot_id = ANY (v_lots) AND t.expiry_date <= v_to
     AND (p_after IS NULL OR (t.expiry_date, t.lot_id) > (p_after, p_after_id))
   ORDER BY t.expiry_date, t.lot_id
   LIMIT p_limit;
END;
$$;
REVOKE ALL ON FUNCTION stock.list_expiring_lots FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stock.list_expiring_lots TO corral_app;
