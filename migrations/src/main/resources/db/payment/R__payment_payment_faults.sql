-- What is wrong with a payment whatever the invoice: each bad field and why, or NULL. Internal. No locks.
CREATE OR REPLACE FUNCTION payment.payment_faults(
  p_tenant_id        text,
  p_invoice_currency text,
  p_currency_code    text,
  p_amount_minor     bigint,
  p_method_id        text,
  p_reference        text
) RETURNS jsonb
LANGUAGE sql STABLE
AS $$
  SELECT jsonb_object_agg(f.field, f.description)
    FROM (SELECT 'amount.currency_code' AS field,
                 format('must be %s, the currency of the invoice', p_invoice_currency) AS description
           WHERE p_currency_code <> p_invoice_currency
           UNION ALL
          SELECT 'amount.minor_units',
                 CASE WHEN p_amount_minor < 1 OR p_amount_minor > 1000000000000000 THEN 'must be from 1 to 10^15'
                      WHEN p_amount_minor < m.min_minor THEN format('must be at least %s for this method', m.min_minor)
                      WHEN m.max_minor > 0 AND p_amount_minor > m.max_minor THEN
                        format('must be at most %s for this method', m.max_minor)
                 END
            FROM (SELECT 1) AS one
            LEFT JOIN payment.method AS m ON m.tenant_id = p_tenant_id AND m.method_id = p_method_id
           UNION ALL
          SELECT 'method_id', 'is not an active method of the tenant'
           WHERE NOT EXISTS (SELECT 1 FROM payment.method AS m
                              WHERE m.tenant_id = p_tenant_id AND m.method_id = p_method_id AND m.active)
           UNION ALL
          SELECT 'reference', 'is required by this method'
            FROM payment.method AS m
           WHERE m.tenant_id = p_tenant_id AND m.method_id = p_method_id AND m.requires_reference
             AND btrim(p_reference) = ''
         ) AS f
   WHERE f.description IS NOT NULL
  HAVING count(*) > 0
$$;
REVOKE ALL ON FUNCTION payment.payment_faults FROM PUBLIC;
