-- Lists invoices, the newest first; a client finds only their own. No outcomes, no locks.
-- A filter that is NULL, or an empty p_states, lets everything pass. The page begins after (p_before, p_before_id).
-- Each call is planned with its own filters, so that it uses the index of the one that is set.
CREATE OR REPLACE FUNCTION payment.list_invoices(
  p_tenant_id  text,
  p_actor_id   uuid,
  p_actor_role text,
  p_client_id  uuid,
  p_states     text[],
  p_overdue    boolean,
  p_from       date,
  p_to         date,
  p_before     timestamptz,
  p_before_id  uuid,
  p_limit      integer
) RETURNS TABLE (invoice payment.invoice, overdue boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = 'force_custom_plan'
AS $$
DECLARE
  v_zone text := (tenant.find_tenant(p_tenant_id)).time_zone;
BEGIN
  RETURN QUERY
  SELECT i, payment.is_overdue(i, v_zone)
    FROM payment.invoice AS i
   WHERE i.tenant_id = p_tenant_id
     AND (p_actor_role <> 'CLIENT' OR i.client_id = p_actor_id)
     AND (p_client_id IS NULL OR i.client_id = p_client_id)
     AND (p_states = '{}' OR i.state = ANY (p_states))
     AND (NOT p_overdue OR payment.is_overdue(i, v_zone))
     AND (p_from IS NULL OR i.issue_date >= p_from)
     AND (p_to IS NULL OR i.issue_date <= p_to)
     AND (p_before IS NULL OR (i.create_time, i.invoice_id) < (p_before, p_before_id))
   ORDER BY i.create_time DESC, i.invoice_id DESC
   LIMIT p_limit;
END;
$$;
REVOKE ALL ON FUNCTION payment.list_invoices FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment.list_invoices TO corral_app;
