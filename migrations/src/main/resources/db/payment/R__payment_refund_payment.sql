-- Gives a settled payment back, in part or whole; a repeated request id returns the first answer.
-- Outcomes, in order: PAYMENT_NOT_FOUND, REQUEST_ID_REUSED, PAYMENT_NOT_REFUNDABLE, CURRENCY_MISMATCH,
-- REFUND_TOO_LARGE, AMOUNT_TOO_LARGE (the client's credit would pass 10^15).
-- Locks: the invoice, then the client's credit when it goes there.
CREATE OR REPLACE FUNCTION payment.refund_payment(
  p_tenant_id     text,
  p_actor_id      uuid,
  p_actor_role    text,
  p_request_id    uuid,
  p_request_hash  bytea,
  p_payment_id    uuid,
  p_currency_code text,
  p_amount_minor  bigint,
  p_reason        text,
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
  v_settings   tenant.tenant := tenant.find_tenant(p_tenant_id);
  v_stored     record;
  v_before     jsonb;
  v_invoice_id uuid;
  v_to_credit  boolean;
BEGIN
  -- lock: the invoice first, whose row guards its payments
  SELECT p.invoice_id INTO v_invoice_id
    FROM payment.payment AS p
   WHERE p.tenant_id = p_tenant_id AND p.payment_id = p_payment_id;
  IF NOT FOUND THEN
    outcome := 'PAYMENT_NOT_FOUND';
    RETURN;
  END IF;
  invoice := payment.find_invoice(p_tenant_id, v_invoice_id);
  SELECT p.* INTO payment FROM payment.payment AS p WHERE p.tenant_id = p_tenant_id AND p.payment_id = p_payment_id;

  -- replay
  SELECT r.* INTO v_stored FROM kernel.replay(p_tenant_id, 'RefundPayment', p_request_id, p_request_hash) AS r;
  IF v_stored.outcome IS NOT NULL THEN
    outcome := v_stored.outcome;
    invoice := jsonb_populate_record(NULL::payment.invoice, v_stored.answer -> 'invoice');
    overdue := payment.is_overdue(invoice, v_settings.time_zone);
    payment := jsonb_populate_record(NULL::payment.payment, v_stored.answer -> 'payment');
    refunds := v_stored.answer -> 'refunds';
    RETURN;
  END IF;

  -- check
  v_to_credit := v_settings.refund_policy = 'CREDIT' OR payment.method_id = 'credit';
  outcome := CASE WHEN payment.state <> 'SETTLED' THEN 'PAYMENT_NOT_REFUNDABLE'
                  WHEN p_currency_code <> payment.currency_code THEN 'CURRENCY_MISMATCH'
                  WHEN p_amount_minor > payment.amount_minor - payment.refunded_minor THEN 'REFUND_TOO_LARGE'
                  WHEN v_to_credit AND payment.find_credit(p_tenant_id, payment.client_id) + p_amount_minor
                         > 1000000000000000 THEN 'AMOUNT_TOO_LARGE'
                  ELSE 'OK'
             END;
  IF outcome <> 'OK' THEN
    detail := CASE outcome
      WHEN 'PAYMENT_NOT_REFUNDABLE' THEN jsonb_build_object('state', payment.state)
      WHEN 'CURRENCY_MISMATCH' THEN jsonb_build_object('currency_code', payment.currency_code)
      WHEN 'REFUND_TOO_LARGE' THEN
        jsonb_build_object('refundable_minor', payment.amount_minor - payment.refunded_minor) END;
    RETURN;
  END IF;

  -- write
  v_before := to_jsonb(payment);
  INSERT INTO payment.refund (tenant_id, refund_id, payment_id, amount_minor, destination, reason)
  VALUES (p_tenant_id, kernel.new_id(), p_payment_id, p_amount_minor,
          CASE WHEN v_to_credit THEN 'CREDIT' ELSE 'METHOD' END, p_reason);
  UPDATE payment.payment AS p
     SET refunded_minor = p.refunded_minor + p_amount_minor
   WHERE p.tenant_id = p_tenant_id AND p.payment_id = p_payment_id
  RETURNING p.* INTO payment;
  invoice := payment.settle_invoice(p_tenant_id, v_invoice_id, -p_amount_minor, 0, p_amount_minor);
  PERFORM payment.post(p_tenant_id, 'REFUND', invoice.client_id, v_invoice_id, p_amount_minor,
                       CASE WHEN v_to_credit THEN p_amount_minor ELSE 0 END, 0,
                       CASE WHEN v_to_credit THEN 0 ELSE -p_amount_minor END);
  overdue := payment.is_overdue(invoice, v_settings.time_zone);
  refunds := payment.refunds(p_tenant_id, payment.payment_id);
  PERFORM kernel.remember(p_tenant_id, 'RefundPayment', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before,
                          jsonb_build_object('invoice', to_jsonb(invoice), 'payment', to_jsonb(payment),
                                             'refunds', refunds));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION payment.refund_payment FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment.refund_payment TO corral_app;
