-- Locks and returns an invoice for another function, or a row of NULLs. Internal. Locks: the invoice.
CREATE OR REPLACE FUNCTION payment.find_invoice(
  p_tenant_id  text,
  p_invoice_id uuid
) RETURNS payment.invoice
LANGUAGE sql VOLATILE
AS $$
  SELECT i.* FROM payment.invoice AS i WHERE i.tenant_id = p_tenant_id AND i.invoice_id = p_invoice_id FOR NO KEY UPDATE
$$;
REVOKE ALL ON FUNCTION payment.find_invoice FROM PUBLIC;
