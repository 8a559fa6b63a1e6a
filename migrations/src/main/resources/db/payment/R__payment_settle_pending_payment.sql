-- Ends a pending payment as settled or failed; a repeated request id returns the first answer.
-- Outcomes, in order: PAYMENT_NOT_FOUND, REQUEST_ID_REUSED, PAYMENT_NOT_PENDING. Locks: the invoice.
CREATE OR REPLACE FUNCTION payment.settle_pending_payment(
  p_tenant_id    text,
  p_actor_id     uuid,
  p_actor_role   text,
  p_request_id   uuid,
  p_request_hash bytea,
  p_payment_id   uuid,
  p_state        text,
  OUT outcome    kernel.outcome,
  OUT detail     jsonb,
  OUT invoice    payment.invoice,
  OUT overdue    boolean,
  OUT payment    payment.payment,
  OUT refunds    jsonb
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_settings   tenant.tenant := tenant.find_tenant(p_tenant_id);
  v_stored     record;
  v_before     jsonb;
  v_invoice_id uuid;
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
  SELECT r.* INTO v_stored FROM kernel.replay(p_tenant_id, 'SettlePendingPayment', p_request_id, p_request_hash) AS r;
  IF v_stored.outcome IS NOT NULL THEN
    outcome := v_stored.outcome;
    invoice := jsonb_populate_record(NULL::payment.invoice, v_stored.answer -> 'invoice');
    overdue := payment.is_overdue(invoice, v_settings.time_zone);
    payment := jsonb_populate_record(NULL::payment.payment, v_stored.answer -> 'payment');
    refunds := v_stored.answer -> 'refunds';
    RETURN;
  END IF;

  -- check
  IF payment.state <> 'PENDING' THEN
    outcome := 'PAYMENT_NOT_PENDING';
    detail := jsonb_build_object('state', payment.state);
    RETURN;
  END IF;

  -- write
  v_before := to_jsonb(payment);
  UPDATE payment.payment AS p
     SET state = p_state, settle_time = now()
   WHERE p.tenant_id = p_tenant_id AND p.payment_id = p_payment_id
  RETURNING p.* INTO payment;
  IF p_state = 'SETTLED' THEN
    invoice := payment.settle_invoice(p_tenant_id, v_invoice_id, payment.amount_minor, -payment.amount_minor, 0);
    PERFORM payment.post(p_tenant_id, 'PAYMENT', invoice.client_id, v_invoice_id, -payment.amount_minor, 0, 0,
                         payment.amount_minor);
  ELSE
    invoice := payment.settle_invoice(p_tenant_id, v_invoice_id, 0, -payment.amount_minor, 0);
  END IF;
  overdue := payment.is_overdue(invoice, v_settings.time_zone);
  refunds := payment.refunds(p_tenant_id, payment.payment_id);
  PERFORM kernel.remember(p_tenant_id, 'SettlePendingPayment', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before,
                          jsonb_build_object('invoice', to_jsonb(invoice), 'payment', to_jsonb(payment),
                                             'refunds', refunds));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION payment.settle_pending_payment FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment.settle_pending_payment TO corral_app;
