-- What must always hold of the ledger and of store credit; returns each violation. Internal. No locks, reads
-- everything. p_tenant_id NULL checks every tenant.
CREATE OR REPLACE FUNCTION payment.verify_ledger(
  p_tenant_id text
) RETURNS TABLE (tenant_id text, invariant text, subject text)
LANGUAGE sql STABLE
AS $$
  WITH ledger AS (
    SELECT l.* FROM payment.ledger AS l WHERE p_tenant_id IS NULL OR l.tenant_id = p_tenant_id
  ), booked AS (
    SELECT l.tenant_id, l.invoice_id,
           coalesce(sum(l.amount_minor) FILTER (WHERE l.account = 'OWED'), 0) AS owed,
           coalesce(sum(l.amount_minor) FILTER (WHERE l.account = 'MONEY'), 0) AS money,
           coalesce(-sum(l.amount_minor) FILTER (WHERE l.account = 'SALES'), 0) AS sales
      FROM ledger AS l
     GROUP BY l.tenant_id, l.invoice_id
  ), due AS (
    SELECT i.tenant_id, i.invoice_id, CASE WHEN i.state IN ('DRAFT', 'VOID') THEN 0 ELSE i.total_minor END AS sales,
           i.paid_minor,
           (SELECT coalesce(sum(p.amount_minor + p.surplus_minor), 0)
              FROM payment.payment AS p
             WHERE p.tenant_id = i.tenant_id AND p.invoice_id = i.invoice_id AND p.state = 'SETTLED'
               AND p.method_id <> 'credit')
           - (SELECT coalesce(sum(r.amount_minor), 0)
                FROM payment.refund AS r
                JOIN payment.payment AS p ON p.tenant_id = r.tenant_id AND p.payment_id = r.payment_id
               WHERE p.tenant_id = i.tenant_id AND p.invoice_id = i.invoice_id AND r.destination = 'METHOD') AS money
      FROM payment.invoice AS i
     WHERE p_tenant_id IS NULL OR i.tenant_id = p_tenant_id
  )
  SELECT l.tenant_id, 'a posting does not add up to 0', l.posting_id::text
    FROM ledger AS l
   GROUP BY l.tenant_id, l.posting_id
  HAVING sum(l.amount_minor) <> 0
   UNION ALL
  SELECT d.tenant_id, 'what the ledger says is owed on an invoice is not total less paid', d.invoice_id::text
    FROM due AS d
    LEFT JOIN booked AS b ON b.tenant_id = d.tenant_id AND b.invoice_id = d.invoice_id
   WHERE coalesce(b.owed, 0) <> d.sales - d.paid_minor
   UNION ALL
  SELECT d.tenant_id, 'money or sales of an invoice are not what the ledger says', d.invoice_id::text
    FROM due AS d
    LEFT JOIN booked AS b ON b.tenant_id = d.tenant_id AND b.invoice_id = d.invoice_id
   WHERE (coalesce(b.money, 0), coalesce(b.sales, 0)) <> (d.money, d.sales)
   UNION ALL
  SELECT l.tenant_id, 'a posting is not of its invoice''s client', l.posting_id::text
    FROM ledger AS l
    LEFT JOIN payment.invoice AS i ON i.tenant_id = l.tenant_id AND i.invoice_id = l.invoice_id
   WHERE CASE WHEN l.invoice_id IS NULL THEN l.kind <> 'CREDIT' OR l.account NOT IN ('CREDIT', 'SALES')
              ELSE l.client_id IS DISTINCT FROM i.client_id END
   UNION ALL
  SELECT coalesce(c.tenant_id, l.tenant_id), 'a client''s credit is not what the ledger says',
         coalesce(c.client_id, l.client_id)::text
    FROM (SELECT c.* FROM payment.credit AS c WHERE p_tenant_id IS NULL OR c.tenant_id = p_tenant_id) AS c
    FULL JOIN (SELECT l.tenant_id, l.client_id, -sum(l.amount_minor) AS credit_minor
                 FROM ledger AS l WHERE l.account = 'CREDIT' GROUP BY l.tenant_id, l.client_id) AS l
      ON l.tenant_id = c.tenant_id AND l.client_id = c.client_id
   WHERE coalesce(c.credit_minor, 0) <> coalesce(l.credit_minor, 0)
$$;
REVOKE ALL ON FUNCTION payment.verify_ledger FROM PUBLIC;
