-- Lists payments with their refunds, the newest first; a client finds only their own. No outcomes, no locks.
-- A filter that is NULL, or an empty p_states, lets everything pass. The page begins after (p_before, p_before_id).
-- Each call is planned with its own filters, so that it uses the index of the one that is set.
CREATE OR REPLACE FUNCTION payment.list_payments(
  p_tenant_id  text,
  p_actor_id   uuid,
  p_actor_role text,
  p_invoice_id uuid,
  p_client_id  uuid,
  p_states     text[],
  p_from       timestamptz,
  p_to         timestamptz,
  p_before     timestamptz,
  p_before_id  uuid,
  p_limit      integer
) RETURNS TABLE (payment payment.payment, refunds jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = 'force_custom_plan'
AS $$
BEGIN
  RETURN QUERY
  SELECT p, payment.refunds(p_tenant_id, p.payment_id)
    FROM payment.payment AS p
   WHERE p.tenant_id = p_tenant_id
     AND (p_actor_role <> 'CLIENT' OR p.client_id = p_actor_id)
     AND (p_invoice_id IS NULL OR p.invoice_id = p_invoice_id)
     AND (p_client_id IS NULL OR p.client_id = p_client_id)
     AND (p_states = '{}' OR p.state = ANY (p_states))
     AND (p_from IS NULL OR p.create_time >= p_from)
     AND (p_to IS NULL OR p.create_time < p_to)
     AND (p_before IS NULL OR (p.create_time, p.payment_id) < (p_before, p_before_id))
   ORDER BY p.create_time DESC, p.payment_id DESC
   LIMIT p_limit;
END;
$$;
REVOKE ALL ON FUNCTION payment.list_payments FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment.list_payments TO corral_app;
