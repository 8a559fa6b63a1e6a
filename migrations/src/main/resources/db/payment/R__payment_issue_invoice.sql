-- Issues a draft; a repeated request id returns the first answer.
-- Outcomes, in order: INVOICE_NOT_FOUND, REQUEST_ID_REUSED, STALE_VERSION (p_version NULL: not checked),
-- INVOICE_NOT_DRAFT, DUE_DATE_IN_PAST. Locks: the invoice, then the next number of its series.
CREATE OR REPLACE FUNCTION payment.issue_invoice(
  p_tenant_id    text,
  p_actor_id     uuid,
  p_actor_role   text,
  p_request_id   uuid,
  p_request_hash bytea,
  p_invoice_id   uuid,
  p_version      bigint,
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
  SELECT r.* INTO v_stored FROM kernel.replay(p_tenant_id, 'IssueInvoice', p_request_id, p_request_hash) AS r;
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
  ELSIF invoice.state <> 'DRAFT' THEN
    outcome := 'INVOICE_NOT_DRAFT';
    detail := jsonb_build_object('state', invoice.state);
    RETURN;
  ELSIF invoice.due_date < (now() AT TIME ZONE v_settings.time_zone)::date THEN
    outcome := 'DUE_DATE_IN_PAST';
    RETURN;
  END IF;

  -- write
  v_before := to_jsonb(invoice);
  invoice := payment.issue(p_tenant_id, v_settings, invoice);
  lines := payment.lines(p_tenant_id, p_invoice_id);
  overdue := payment.is_overdue(invoice, v_settings.time_zone);
  PERFORM kernel.remember(p_tenant_id, 'IssueInvoice', p_request_id, p_request_hash, p_actor_id, p_actor_role, v_before,
                          jsonb_build_object('invoice', to_jsonb(invoice), 'lines', lines));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION payment.issue_invoice FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment.issue_invoice TO corral_app;
