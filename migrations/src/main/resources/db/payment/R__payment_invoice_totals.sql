-- The amounts of invoices, for the checks of another domain. Internal. No locks, reads everything. p_tenant_id NULL: of
-- every tenant.
CREATE OR REPLACE FUNCTION payment.invoice_totals(
  p_tenant_id text
) RETURNS TABLE (tenant_id text, invoice_id uuid, client_id uuid, total_minor bigint, discount_minor bigint)
LANGUAGE sql STABLE
AS $$
  SELECT i.tenant_id, i.invoice_id, i.client_id, i.total_minor, i.discount_minor
    FROM payment.invoice AS i
   WHERE p_tenant_id IS NULL OR i.tenant_id = p_tenant_id
$$;
REVOKE ALL ON FUNCTION payment.invoice_totals FROM PUBLIC;
