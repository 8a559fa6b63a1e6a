-- The refunds of a payment as a list of objects, the oldest first. Internal. No locks.
CREATE OR REPLACE FUNCTION payment.refunds(
  p_tenant_id  text,
  p_payment_id uuid
) RETURNS jsonb
LANGUAGE sql STABLE
AS $$
  SELECT coalesce(jsonb_agg(to_jsonb(r) - 'tenant_id' - 'payment_id' ORDER BY r.create_time, r.refund_id), '[]')
    FROM payment.refund AS r
   WHERE r.tenant_id = p_tenant_id AND r.payment_id = p_payment_id
$$;
REVOKE ALL ON FUNCTION payment.refunds FROM PUBLIC;
