-- Records one payment of an invoice; a repeated request id returns the first answer.
-- Outcomes, in order: INVOICE_NOT_FOUND, REQUEST_ID_REUSED, those of payment.check_payment, REFERENCE_ALREADY_USED.
-- Locks: the invoice, then the client's credit when there is surplus.
CREATE OR REPLACE FUNCTION payment.record_invoice_payment(
  p_tenant_id     text,
  p_actor_id      uuid,
  p_actor_role    text,
  p_request_id    uuid,
  p_request_hash  bytea,
  p_invoice_id    uuid,
  p_currency_code text,
  p_amount_minor  bigint,
  p_method_id     text,
  p_reference     text,
  p_pending       boolean,
  OUT outcome     kernel.outcome,
  OUT detail      jsonb,
  OUT invoice     payment.invoice,
  OUT overdue     boolean,
  OUT payment     payment.payment,
  OUT refunds     jsonb
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_settings tenant.tenant := tenant.find_tenant(p_tenant_id);
  v_stored   record;
  v_before   jsonb;
  v_checked  record;
  v_surplus  bigint;
BEGIN
  -- lock
  invoice := payment.find_invoice(p_tenant_id, p_invoice_id);
  IF invoice.invoice_id IS NULL THEN
    outcome := 'INVOICE_NOT_FOUND';
    RETURN;
  END IF;

  -- replay
  v_stored := kernel.replay(p_tenant_id, 'RecordInvoicePayment', p_request_id, p_request_hash);
  IF v_stored.outcome IS NOT NULL THEN
    outcome := v_stored.outcome;
    invoice := jsonb_populate_record(NULL::payment.invoice, v_stored.answer -> 'invoice');
    overdue := payment.is_overdue(invoice, v_settings.time_zone);
    payment := jsonb_populate_record(NULL::payment.payment, v_stored.answer -> 'payment');
    refunds := v_stored.answer -> 'refunds';
    RETURN;
  END IF;

  -- check
  v_checked := payment.check_payment(
    p_tenant_id, v_settings, invoice, p_currency_code, p_amount_minor, p_method_id, p_reference, p_pending);
  outcome := v_checked.outcome;
  IF outcome <> 'OK' THEN
    detail := v_checked.detail;
    RETURN;
  END IF;

  -- write
  v_before := to_jsonb(invoice);
  v_surplus := v_checked.surplus_minor;
  INSERT INTO payment.payment AS p (
    tenant_id, payment_id, invoice_id, client_id, method_id, reference, currency_code, amount_minor, surplus_minor,
    state, settle_time)
  VALUES (
    p_tenant_id, kernel.new_id(), p_invoice_id, invoice.client_id, p_method_id, p_reference, invoice.currency_code,
    p_amount_minor - v_surplus, v_surplus, CASE WHEN p_pending THEN 'PENDING' ELSE 'SETTLED' END,
    CASE WHEN NOT p_pending THEN now() END)
      ON CONFLICT (tenant_id, method_id, reference) WHERE reference <> '' AND state <> 'FAILED' DO NOTHING
  RETURNING p.* INTO payment;
  IF NOT FOUND THEN
    outcome := 'REFERENCE_ALREADY_USED';
    RETURN;
  END IF;
  IF p_pending THEN
    invoice := payment.settle_invoice(p_tenant_id, p_invoice_id, 0, p_amount_minor, 0);
  ELSE
    invoice := payment.settle_invoice(p_tenant_id, p_invoice_id, p_amount_minor - v_surplus, 0, 0);
    PERFORM payment.post(p_tenant_id, 'PAYMENT', invoice.client_id, p_invoice_id, v_surplus - p_amount_minor, v_surplus,
                         0, p_amount_minor);
  END IF;
  overdue := payment.is_overdue(invoice, v_settings.time_zone);
  refunds := '[]'; -- of a payment that has just been made
  PERFORM kernel.remember(p_tenant_id, 'RecordInvoicePayment', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before,
                          jsonb_build_object('invoice', to_jsonb(invoice), 'payment', to_jsonb(payment),
                                             'refunds', refunds));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION payment.record_invoice_payment FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment.record_invoice_payment TO corral_app;
