-- Replaces all of a draft; a repeated request id returns the first answer.
-- Outcomes, in order: INVOICE_NOT_FOUND, REQUEST_ID_REUSED, STALE_VERSION, INVOICE_NOT_DRAFT, those of
-- payment.write_invoice. Locks: the invoice.
CREATE OR REPLACE FUNCTION payment.update_draft_invoice(
  p_tenant_id      text,
  p_actor_id       uuid,
  p_actor_role     text,
  p_request_id     uuid,
  p_request_hash   bytea,
  p_invoice_id     uuid,
  p_version        bigint,
  p_client_id      uuid,
  p_lines          jsonb,
  p_discount_minor bigint,
  p_discount_bp    integer,
  p_series         text,
  p_due_date       date,
  p_note           text,
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
  v_before   jsonb;
  v_written  record;
BEGIN
  -- lock
  invoice := payment.find_invoice(p_tenant_id, p_invoice_id);
  IF invoice.invoice_id IS NULL THEN
    outcome := 'INVOICE_NOT_FOUND';
    RETURN;
  END IF;

  -- replay
  SELECT r.* INTO v_stored FROM kernel.replay(p_tenant_id, 'UpdateDraftInvoice', p_request_id, p_request_hash) AS r;
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
  END IF;
  v_before := jsonb_build_object('invoice', to_jsonb(invoice), 'lines', payment.lines(p_tenant_id, p_invoice_id));

  -- write
  SELECT w.* INTO v_written
    FROM payment.write_invoice(p_tenant_id, v_settings, p_invoice_id, p_client_id, p_lines, p_discount_minor,
                               p_discount_bp, p_series, p_due_date, p_note) AS w;
  outcome := v_written.outcome;
  IF outcome <> 'OK' THEN
    RETURN;
  END IF;
  invoice := v_written.invoice;
  lines := payment.lines(p_tenant_id, p_invoice_id);
  overdue := payment.is_overdue(invoice, v_settings.time_zone);
  PERFORM kernel.remember(p_tenant_id, 'UpdateDraftInvoice', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before,
                          jsonb_build_object('invoice', to_jsonb(invoice), 'lines', lines));
END;
$$;
REVOKE ALL ON FUNCTION payment.update_draft_invoice FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment.update_draft_invoice TO corral_app;
