-- Voids an invoice on which nothing is paid; a repeated request id returns the first answer.
-- Outcomes, in order: INVOICE_NOT_FOUND, REQUEST_ID_REUSED, STALE_VERSION (p_version NULL: not checked),
-- INVOICE_NOT_VOIDABLE, PAYMENT_PENDING. Locks: the invoice.
CREATE OR REPLACE FUNCTION payment.void_invoice(
  p_tenant_id    text,
  p_actor_id     uuid,
  p_actor_role   text,
  p_request_id   uuid,
  p_request_hash bytea,
  p_invoice_id   uuid,
  p_version      bigint,
  p_reason       text,
  OUT outcome    kernel.outcome,
  OUT detail     jsonb,
  OUT invoice    payment.invoice,
  OUT lines      jsonb,
  OUT overdue    boolean
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_settings tenant.tenant := tenant.find_tenant(p_tenant_id);
  v_stored   record;
  v_before   jsonb;
BEGIN
  -- lock
  invoice := payment.find_invoice(p_tenant_id, p_invoice_id);
  IF invoice.invoice_id IS NULL THEN
    outcome := 'INVOICE_NOT_FOUND';
    RETURN;
  END IF;

  -- replay
  SELECT r.* INTO v_stored FROM kernel.replay(p_tenant_id, 'VoidInvoice', p_request_id, p_request_hash) AS r;
  IF v_stored.outcome IS NOT NULL THEN
    outcome := v_stored.outcome;
    invoice := jsonb_populate_record(NULL::payment.invoice, v_stored.answer -> 'invoice');
    lines := v_stored.answer -> 'lines';
    overdue := payment.is_overdue(invoice, v_settings.time_zone);
    RETURN;
  END IF;

  -- check
  IF invoice.version <> p_version THEN
    outcome := 'STALE_VERSION';
    detail := jsonb_build_object('version', invoice.version);
    RETURN;
  ELSIF invoice.state NOT IN ('DRAFT', 'ISSUED') THEN
    outcome := 'INVOICE_NOT_VOIDABLE';
    detail := jsonb_build_object('state', invoice.state);
    RETURN;
  ELSIF invoice.pending_minor > 0 THEN
    outcome := 'PAYMENT_PENDING';
    detail := jsonb_build_object('due_minor', invoice.total_minor - invoice.paid_minor - invoice.pending_minor,
                                 'pending_minor', invoice.pending_minor);
    RETURN;
  END IF;

  -- write
  v_before := to_jsonb(invoice);
  IF invoice.state = 'ISSUED' THEN
    PERFORM payment.post(p_tenant_id, 'VOID', invoice.client_id, p_invoice_id,
                         -invoice.total_minor, 0, -invoice.total_minor, 0);
  END IF;
  UPDATE payment.invoice AS i
     SET state = 'VOID', void_reason = p_reason, version = i.version + 1, update_time = now()
   WHERE i.tenant_id = p_tenant_id AND i.invoice_id = p_invoice_id
  RETURNING i.* INTO invoice;
  lines := payment.lines(p_tenant_id, p_invoice_id);
  overdue := payment.is_overdue(invoice, v_settings.time_zone);
  PERFORM kernel.remember(p_tenant_id, 'VoidInvoice', p_request_id, p_request_hash, p_actor_id, p_actor_role, v_before,
                          jsonb_build_object('invoice', to_jsonb(invoice), 'lines', lines));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION payment.void_invoice FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment.void_invoice TO corral_app;
