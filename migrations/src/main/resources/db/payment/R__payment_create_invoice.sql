-- Stores an invoice with its lines, as a draft or issued; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, REQUEST_ID_REUSED, those of payment.write_invoice.
-- Locks: the new invoice; when it is issued, the next number of its series.
CREATE OR REPLACE FUNCTION payment.create_invoice(
  p_tenant_id      text,
  p_actor_id       uuid,
  p_actor_role     text,
  p_request_id     uuid,
  p_request_hash   bytea,
  p_client_id      uuid,
  p_lines          jsonb,
  p_discount_minor bigint,
  p_discount_bp    integer,
  p_series         text,
  p_due_date       date,
  p_note           text,
  p_issue          boolean,
  OUT outcome      kernel.outcome,
  OUT detail       jsonb,
  OUT invoice      payment.invoice,
  OUT lines        jsonb,
  OUT overdue      boolean
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_settings tenant.tenant := tenant.find_tenant(p_tenant_id);
  v_stored   record;
  v_written  record;
BEGIN
  IF v_settings.tenant_id IS NULL THEN
    outcome := 'TENANT_NOT_FOUND';
    RETURN;
  END IF;

  -- replay: twins that both find nothing meet at answer_pkey, where the later one is run again
  SELECT r.* INTO v_stored FROM kernel.replay(p_tenant_id, 'CreateInvoice', p_request_id, p_request_hash) AS r;
  IF v_stored.outcome IS NOT NULL THEN
    outcome := v_stored.outcome;
    invoice := jsonb_populate_record(NULL::payment.invoice, v_stored.answer -> 'invoice');
    lines := v_stored.answer -> 'lines';
    overdue := payment.is_overdue(invoice, v_settings.time_zone);
    RETURN;
  END IF;

  -- check, then write
  SELECT w.* INTO v_written
    FROM payment.write_invoice(p_tenant_id, v_settings, kernel.new_id(), p_client_id, p_lines, p_discount_minor,
                               p_discount_bp, p_series, p_due_date, p_note) AS w;
  outcome := v_written.outcome;
  IF outcome <> 'OK' THEN
    RETURN;
  END IF;
  invoice := v_written.invoice;
  IF p_issue THEN
    invoice := payment.issue(p_tenant_id, v_settings, invoice);
  END IF;
  lines := payment.lines(p_tenant_id, invoice.invoice_id);
  overdue := payment.is_overdue(invoice, v_settings.time_zone);
  PERFORM kernel.remember(p_tenant_id, 'CreateInvoice', p_request_id, p_request_hash, p_actor_id, p_actor_role, NULL,
                          jsonb_build_object('invoice', to_jsonb(invoice), 'lines', lines));
END;
$$;
REVOKE ALL ON FUNCTION payment.create_invoice FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment.create_invoice TO corral_app;
