-- Returns an invoice with its lines; a client finds only their own. Outcomes: INVOICE_NOT_FOUND. No locks.
CREATE OR REPLACE FUNCTION payment.get_invoice(
  p_tenant_id  text,
  p_actor_id   uuid,
  p_actor_role text,
  p_invoice_id uuid,
  OUT outcome  kernel.outcome,
  OUT detail   jsonb,
  OUT invoice  payment.invoice,
  OUT lines    jsonb,
  OUT overdue  boolean
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  SELECT i.* INTO invoice
    FROM payment.invoice AS i
   WHERE i.tenant_id = p_tenant_id AND i.invoice_id = p_invoice_id
     AND (p_actor_role <> 'CLIENT' OR i.client_id = p_actor_id);
  IF NOT FOUND THEN
    outcome := 'INVOICE_NOT_FOUND';
    RETURN;
  END IF;
  lines := payment.lines(p_tenant_id, p_invoice_id);
  overdue := payment.is_overdue(invoice, (tenant.find_tenant(p_tenant_id)).time_zone);
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION payment.get_invoice FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment.get_invoice TO corral_app;
