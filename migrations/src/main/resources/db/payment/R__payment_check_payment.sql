-- Whether an invoice that the caller has locked takes a payment, and how much of it is surplus. Internal. Locks: the
-- client's credit, when there is surplus.
-- Outcomes, in order: INVALID_PAYMENT, INVOICE_NOT_PAYABLE, PAYMENT_PENDING (it would fit but for a pending payment),
-- OVERPAYMENT, AMOUNT_TOO_LARGE (the client's credit would pass 10^15). surplus_minor is over 0 only where the tenant
-- keeps surplus as the client's credit.
CREATE OR REPLACE FUNCTION payment.check_payment(
  p_tenant_id       text,
  p_settings        tenant.tenant,
  p_invoice         payment.invoice,
  p_currency_code   text,
  p_amount_minor    bigint,
  p_method_id       text,
  p_reference       text,
  p_pending         boolean,
  OUT outcome       kernel.outcome,
  OUT detail        jsonb,
  OUT surplus_minor bigint
)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_method payment.method;
  v_unpaid bigint := p_invoice.total_minor - p_invoice.paid_minor;
  v_due    bigint := v_unpaid - p_invoice.pending_minor;
BEGIN
  SELECT m.* INTO v_method FROM payment.method AS m WHERE m.tenant_id = p_tenant_id AND m.method_id = p_method_id;
  detail := payment.payment_faults(
    v_method, p_invoice.currency_code, p_currency_code, p_amount_minor, p_reference);
  IF detail IS NOT NULL THEN
    outcome := 'INVALID_PAYMENT';
  ELSIF p_invoice.state IN ('DRAFT', 'VOID') THEN
    outcome := 'INVOICE_NOT_PAYABLE';
    detail := jsonb_build_object('state', p_invoice.state);
  ELSIF p_amount_minor <= v_due THEN
    outcome := 'OK';
    surplus_minor := 0;
  ELSIF p_settings.surplus_policy = 'CREDIT' AND NOT p_pending AND p_invoice.pending_minor = 0 THEN
    surplus_minor := p_amount_minor - v_due;
    outcome := CASE WHEN payment.find_credit(p_tenant_id, p_invoice.client_id) + surplus_minor > 1000000000000000
                    THEN 'AMOUNT_TOO_LARGE' ELSE 'OK' END;
  ELSE
    outcome := CASE WHEN p_amount_minor <= v_unpaid THEN 'PAYMENT_PENDING' ELSE 'OVERPAYMENT' END;
    detail := jsonb_build_object('due_minor', v_due, 'pending_minor', p_invoice.pending_minor);
  END IF;
END;
$$;
REVOKE ALL ON FUNCTION payment.check_payment FROM PUBLIC;
