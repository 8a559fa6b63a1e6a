-- What must always hold of invoices, payments and refunds; returns each violation, those of the ledger too. Internal.
-- No locks, reads everything. p_tenant_id NULL checks every tenant.
CREATE OR REPLACE FUNCTION payment.verify_invariants(
  p_tenant_id text
) RETURNS TABLE (tenant_id text, invariant text, subject text)
LANGUAGE sql STABLE
AS $$
  WITH invoice AS (
    SELECT i.* FROM payment.invoice AS i WHERE p_tenant_id IS NULL OR i.tenant_id = p_tenant_id
  ), payment AS (
    SELECT p.* FROM payment.payment AS p WHERE p_tenant_id IS NULL OR p.tenant_id = p_tenant_id
  ), sums AS (
    SELECT p.tenant_id, p.invoice_id,
           coalesce(sum(p.amount_minor - p.refunded_minor) FILTER (WHERE p.state = 'SETTLED'), 0) AS paid,
           coalesce(sum(p.amount_minor) FILTER (WHERE p.state = 'PENDING'), 0) AS pending,
           sum(p.refunded_minor) AS refunded
      FROM payment AS p
     GROUP BY p.tenant_id, p.invoice_id
  )
  SELECT i.tenant_id, 'paid, pending or refunded is not the sum of the payments', i.invoice_id::text
    FROM invoice AS i
    LEFT JOIN sums AS s ON s.tenant_id = i.tenant_id AND s.invoice_id = i.invoice_id
   WHERE (i.paid_minor, i.pending_minor, i.refunded_minor)
         <> (coalesce(s.paid, 0), coalesce(s.pending, 0), coalesce(s.refunded, 0))
   UNION ALL
  SELECT p.tenant_id, 'a payment''s refunded amount is not the sum of its refunds', p.payment_id::text
    FROM payment AS p
   WHERE p.refunded_minor <> (SELECT coalesce(sum(r.amount_minor), 0) FROM payment.refund AS r
                               WHERE r.tenant_id = p.tenant_id AND r.payment_id = p.payment_id)
   UNION ALL
  SELECT i.tenant_id, 'an invoice''s totals are not the sum of its lines', i.invoice_id::text
    FROM invoice AS i
   WHERE NOT EXISTS (
     SELECT 1
       FROM payment.invoice_line AS l
      WHERE l.tenant_id = i.tenant_id AND l.invoice_id = i.invoice_id
     HAVING sum(l.net_minor) = i.net_minor AND sum(l.tax_minor) = i.tax_minor AND sum(l.total_minor) = i.total_minor
        AND sum(l.discount_minor) = i.discount_minor)
   UNION ALL
  SELECT i.tenant_id, 'the numbers of a series have a gap', i.series
    FROM invoice AS i
   WHERE i.number IS NOT NULL
   GROUP BY i.tenant_id, i.series
  HAVING count(*) <> max(i.number)
   UNION ALL
  SELECT coalesce(s.tenant_id, i.tenant_id), 'the last number of a series is not that of its invoices',
         coalesce(s.series, i.series)
    FROM (SELECT s.* FROM payment.series AS s WHERE p_tenant_id IS NULL OR s.tenant_id = p_tenant_id) AS s
    FULL JOIN (SELECT i.tenant_id, i.series, max(i.number) AS number
                 FROM invoice AS i WHERE i.number IS NOT NULL GROUP BY i.tenant_id, i.series) AS i
      ON i.tenant_id = s.tenant_id AND i.series = s.series
   WHERE s.last_number IS DISTINCT FROM i.number
   UNION ALL
  SELECT p.tenant_id, 'a payment is not of its invoice''s client and currency', p.payment_id::text
    FROM payment AS p
    JOIN invoice AS i ON i.tenant_id = p.tenant_id AND i.invoice_id = p.invoice_id
   WHERE (p.client_id, p.currency_code) <> (i.client_id, i.currency_code)
   UNION ALL
  SELECT i.tenant_id, 'an invoice is not in the tenant''s currency', i.invoice_id::text
    FROM invoice AS i
   WHERE i.currency_code <> (tenant.find_tenant(i.tenant_id)).currency_code
   UNION ALL
  SELECT l.tenant_id, l.invariant, l.subject FROM payment.verify_ledger(p_tenant_id) AS l
$$;
REVOKE ALL ON FUNCTION payment.verify_invariants FROM PUBLIC;
