-- The lines of an invoice as a list of objects, by line number. Internal. No locks.
CREATE OR REPLACE FUNCTION payment.lines(
  p_tenant_id  text,
  p_invoice_id uuid
) RETURNS jsonb
LANGUAGE sql STABLE
AS $$
  SELECT coalesce(jsonb_agg(to_jsonb(l) - 'tenant_id' - 'invoice_id' ORDER BY l.line_number), '[]')
    FROM payment.invoice_line AS l
   WHERE l.tenant_id = p_tenant_id AND l.invoice_id = p_invoice_id
$$;
REVOKE ALL ON FUNCTION payment.lines FROM PUBLIC;
