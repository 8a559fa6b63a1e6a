-- Changes what is paid, pending and refunded of an invoice that the caller has locked, and its state with it: the one
-- writer of these. Internal. Locks: the invoice.
CREATE OR REPLACE FUNCTION payment.settle_invoice(
  p_tenant_id  text,
  p_invoice_id uuid,
  p_paid       bigint,
  p_pending    bigint,
  p_refunded   bigint
) RETURNS payment.invoice
LANGUAGE sql VOLATILE
AS $$
  UPDATE payment.invoice AS i
     SET paid_minor = i.paid_minor + p_paid,
         pending_minor = i.pending_minor + p_pending,
         refunded_minor = i.refunded_minor + p_refunded,
         state = CASE i.paid_minor + p_paid WHEN i.total_minor THEN 'PAID' WHEN 0 THEN 'ISSUED'
                                            ELSE 'PARTIALLY_PAID' END,
         version = i.version + 1, update_time = now()
   WHERE i.tenant_id = p_tenant_id AND i.invoice_id = p_invoice_id
  RETURNING i.*
$$;
REVOKE ALL ON FUNCTION payment.settle_invoice FROM PUBLIC;
