-- Frees what expired reservations hold, of at most p_limit products, and returns how many products it locked for that.
-- The reservations stay open. Nothing depends on it: whoever asks for a product frees it himself.
-- No outcomes. Locks: the items, in any order, since it waits for none and leaves those that somebody else has locked.
-- p_tenant_id NULL takes every tenant.
CREATE OR REPLACE FUNCTION stock.free_expired_reservations(
  p_tenant_id text,
  p_limit     integer
) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_now    timestamptz := clock_timestamp();
  v_locked record;
  v_count  integer := 0;
BEGIN
  FOR v_locked IN
    WITH due AS (
      SELECT DISTINCT r.tenant_id, r.product_id
        FROM stock.reservation_item AS r
       WHERE r.held > 0 AND r.expire_time <= v_now AND (p_tenant_id IS NULL OR r.tenant_id = p_tenant_id)
    ), locked AS (
      SELECT i.tenant_id, i.product_id
        FROM due AS d
        JOIN stock.item AS i ON i.tenant_id = d.tenant_id AND i.product_id = d.product_id
       LIMIT p_limit
         FOR NO KEY UPDATE OF i SKIP LOCKED
    )
    SELECT l.tenant_id, array_agg(l.product_id) AS product_ids FROM locked AS l GROUP BY l.tenant_id
  LOOP
    PERFORM stock.free_expired(v_locked.tenant_id, v_locked.product_ids, v_now);
    v_count := v_count + cardinality(v_locked.product_ids);
  END LOOP;
  RETURN v_count;
END;
$$;
REVOKE ALL ON FUNCTION stock.free_expired_reservations FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stock.free_expired_reservations TO corral_app;
