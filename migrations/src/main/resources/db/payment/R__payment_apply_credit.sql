-- Pays an invoice from its client's store credit; a repeated request id returns the first answer.
-- Outcomes, in order: INVOICE_NOT_FOUND, REQUEST_ID_REUSED, CURRENCY_MISMATCH, INVOICE_NOT_PAYABLE, PAYMENT_PENDING,
-- OVERPAYMENT, CREDIT_TOO_SMALL. Locks: the invoice, then the client's credit.
CREATE OR REPLACE FUNCTION payment.apply_credit(
  p_tenant_id      text,
  p_actor_id       uuid,
  p_actor_role     text,
  p_request_id     uuid,
  p_request_hash   bytea,
  p_invoice_id     uuid,
  p_currency_code  text,
  p_amount_minor   bigint,
  OUT outcome      kernel.outcome,
  OUT detail       jsonb,
  OUT invoice      payment.invoice,
  OUT overdue      boolean,
  OUT payment      payment.payment,
  OUT refunds      jsonb,
  OUT credit_minor bigint
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_settings tenant.tenant := tenant.find_tenant(p_tenant_id);
  v_stored   record;
  v_before   jsonb;
  v_due      bigint;
BEGIN
  -- lock
  invoice := payment.find_invoice(p_tenant_id, p_invoice_id);
  IF invoice.invoice_id IS NULL THEN
    outcome := 'INVOICE_NOT_FOUND';
    RETURN;
  END IF;

  -- replay
  SELECT r.* INTO v_stored FROM kernel.replay(p_tenant_id, 'ApplyCredit', p_request_id, p_request_hash) AS r;
  IF v_stored.outcome IS NOT NULL THEN
    outcome := v_stored.outcome;
    invoice := jsonb_populate_record(NULL::payment.invoice, v_stored.answer -> 'invoice');
    overdue := payment.is_overdue(invoice, v_settings.time_zone);
    payment := jsonb_populate_record(NULL::payment.payment, v_stored.answer -> 'payment');
    refunds := v_stored.answer -> 'refunds';
    credit_minor := v_stored.answer -> 'credit_minor';
    RETURN;
  END IF;

  -- check
  credit_minor := payment.find_credit(p_tenant_id, invoice.client_id);
  v_due := invoice.total_minor - invoice.paid_minor - invoice.pending_minor;
  outcome := CASE
    WHEN p_currency_code <> invoice.currency_code THEN 'CURRENCY_MISMATCH'
    WHEN invoice.state IN ('DRAFT', 'VOID') THEN 'INVOICE_NOT_PAYABLE'
    WHEN p_amount_minor > v_due THEN
      CASE WHEN p_amount_minor <= v_due + invoice.pending_minor THEN 'PAYMENT_PENDING' ELSE 'OVERPAYMENT' END
    WHEN p_amount_minor > credit_minor THEN 'CREDIT_TOO_SMALL'
    ELSE 'OK'
  END;
  IF outcome <> 'OK' THEN
    detail := CASE outcome
      WHEN 'CURRENCY_MISMATCH' THEN jsonb_build_object('currency_code', invoice.currency_code)
      WHEN 'INVOICE_NOT_PAYABLE' THEN jsonb_build_object('state', invoice.state)
      WHEN 'CREDIT_TOO_SMALL' THEN jsonb_build_object('credit_minor', credit_minor)
      ELSE jsonb_build_object('due_minor', v_due, 'pending_minor', invoice.pending_minor) END;
    RETURN;
  END IF;

  -- write
  v_before := to_jsonb(invoice);
  credit_minor := credit_minor - p_amount_minor;
  INSERT INTO payment.payment AS p (
    tenant_id, payment_id, invoice_id, client_id, method_id, reference, currency_code, amount_minor, state, settle_time)
  VALUES (
    p_tenant_id, kernel.new_id(), p_invoice_id, invoice.client_id, 'credit', '', invoice.currency_code, p_amount_minor,
    'SETTLED', now())
  RETURNING p.* INTO payment;
  invoice := payment.settle_invoice(p_tenant_id, p_invoice_id, p_amount_minor, 0, 0);
  PERFORM payment.post(p_tenant_id, 'PAYMENT', invoice.client_id, p_invoice_id, -p_amount_minor, -p_amount_minor, 0, 0);
  overdue := payment.is_overdue(invoice, v_settings.time_zone);
  refunds := payment.refunds(p_tenant_id, payment.payment_id);
  PERFORM kernel.remember(p_tenant_id, 'ApplyCredit', p_request_id, p_request_hash, p_actor_id, p_actor_role, v_before,
                          jsonb_build_object('invoice', to_jsonb(invoice), 'payment', to_jsonb(payment),
                                             'refunds', refunds, 'credit_minor', credit_minor));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION payment.apply_credit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment.apply_credit TO corral_app;
