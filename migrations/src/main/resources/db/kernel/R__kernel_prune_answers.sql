-- Removes answers that are older than p_kept, the oldest of a tenant first and at most p_limit, and returns how many.
-- No outcomes. Locks: the answers that it removes; it waits for none and leaves those that somebody else has locked.
-- p_tenant_id NULL takes every tenant: the index leads from each tenant to the next.
CREATE OR REPLACE FUNCTION kernel.prune_answers(
  p_tenant_id text,
  p_kept      interval,
  p_limit     integer
) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_before timestamptz := now() - p_kept;
  v_count  integer;
BEGIN
  WITH RECURSIVE tenant AS (
    SELECT coalesce(p_tenant_id, (SELECT min(a.tenant_id) FROM kernel.answer AS a)) AS tenant_id
     UNION ALL
    SELECT (SELECT min(a.tenant_id) FROM kernel.answer AS a WHERE a.tenant_id > t.tenant_id)
      FROM tenant AS t
     WHERE p_tenant_id IS NULL AND t.tenant_id IS NOT NULL
  )
  DELETE FROM kernel.answer AS a
   WHERE a.ctid = ANY (ARRAY(
     SELECT o.ctid
       FROM tenant AS t
      CROSS JOIN LATERAL (
        SELECT b.ctid
          FROM kernel.answer AS b
         WHERE b.tenant_id = t.tenant_id AND b.create_time < v_before
         ORDER BY b.create_time
         LIMIT p_limit
           FOR UPDATE SKIP LOCKED) AS o
      LIMIT p_limit));
  GET DIAGNOSTICS v_count = ROW_COUNT;
  RETURN v_count;
END;
$$;
REVOKE ALL ON FUNCTION kernel.prune_answers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kernel.prune_answers TO corral_app;
