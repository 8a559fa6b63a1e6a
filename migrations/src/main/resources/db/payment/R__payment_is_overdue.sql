-- Whether an invoice is overdue on the tenant's clock: something is due and its date has passed. Internal. No locks.
CREATE OR REPLACE FUNCTION payment.is_overdue(
  p_invoice   payment.invoice,
  p_time_zone text
) RETURNS boolean
LANGUAGE sql STABLE
AS $$
  SELECT p_invoice.state IN ('ISSUED', 'PARTIALLY_PAID') AND p_invoice.due_date < (now() AT TIME ZONE p_time_zone)::date
$$;
REVOKE ALL ON FUNCTION payment.is_overdue FROM PUBLIC;
