-- Returns whose tokens were withdrawn in the last 90 days, the latest first and at most p_limit. No outcomes. For the
-- server itself, before it knows a caller; p_tenant_id is '-'. No locks.
CREATE OR REPLACE FUNCTION identity.list_withdrawals(
  p_tenant_id text,
  p_limit     integer
) RETURNS TABLE (
  actor_id      uuid,
  issued_before timestamptz
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN QUERY
  SELECT w.actor_id, w.issued_before
    FROM identity.withdrawal AS w
   WHERE w.tenant_id = p_tenant_id AND w.issued_before > now() - interval '90 days'
   ORDER BY w.issued_before DESC
   LIMIT p_limit;
END;
$$;
REVOKE ALL ON FUNCTION identity.list_withdrawals FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.list_withdrawals TO corral_app;
