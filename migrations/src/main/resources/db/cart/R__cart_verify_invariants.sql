-- What must always hold of carts and checkouts; returns each violation. Internal. No locks, reads everything.
-- p_tenant_id NULL checks every tenant.
CREATE OR REPLACE FUNCTION cart.verify_invariants(
  p_tenant_id text
) RETURNS TABLE (tenant_id text, invariant text, subject text)
LANGUAGE sql STABLE
AS $$
  WITH checkout AS (
    SELECT c.* FROM cart.checkout AS c WHERE p_tenant_id IS NULL OR c.tenant_id = p_tenant_id
  )
  SELECT coalesce(u.tenant_id, c.tenant_id), 'the uses of a coupon are not the checkouts with it',
         coalesce(u.coupon_code, c.coupon_code)
    FROM (SELECT u.* FROM cart.coupon_usage AS u WHERE p_tenant_id IS NULL OR u.tenant_id = p_tenant_id) AS u
    FULL JOIN (SELECT c.tenant_id, c.coupon_code, count(*) AS used
                 FROM checkout AS c WHERE c.coupon_code <> '' GROUP BY 1, 2) AS c
      ON c.tenant_id = u.tenant_id AND c.coupon_code = u.coupon_code
   WHERE coalesce(u.used, 0) <> coalesce(c.used, 0)
   UNION ALL
  SELECT c.tenant_id, 'a checkout is not what its invoice says', c.invoice_id::text
    FROM checkout AS c
    LEFT JOIN payment.invoice_totals(p_tenant_id) AS i ON i.tenant_id = c.tenant_id AND i.invoice_id = c.invoice_id
   WHERE (i.client_id, i.total_minor, i.discount_minor) IS DISTINCT FROM (c.client_id, c.total_minor, c.discount_minor)
   UNION ALL
  SELECT c.tenant_id, 'a checkout has not taken its units from stock', c.invoice_id::text
    FROM checkout AS c
    LEFT JOIN stock.sold_units(p_tenant_id) AS s ON s.tenant_id = c.tenant_id AND s.source_id = c.invoice_id
   WHERE c.units <> coalesce(s.units, 0)
   UNION ALL
  SELECT l.tenant_id, 'a cart has more than 50 lines', l.owner_id::text
    FROM cart.line AS l
   WHERE p_tenant_id IS NULL OR l.tenant_id = p_tenant_id
   GROUP BY l.tenant_id, l.owner_id, l.guest
  HAVING count(*) > 50
   UNION ALL
  SELECT l.tenant_id, 'two lines of a cart have one position', l.owner_id::text
    FROM cart.line AS l
   WHERE p_tenant_id IS NULL OR l.tenant_id = p_tenant_id
   GROUP BY l.tenant_id, l.owner_id, l.guest
  HAVING count(*) <> count(DISTINCT l.position)
$$;
REVOKE ALL ON FUNCTION cart.verify_invariants FROM PUBLIC;
