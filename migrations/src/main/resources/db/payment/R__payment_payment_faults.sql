-- What is wrong with a payment whatever the invoice: each bad field and why, or NULL. Internal. No locks.
-- p_method: the method that it names, or a row of NULLs.
CREATE OR REPLACE FUNCTION payment.payment_faults(
  p_method           payment.method,
  p_invoice_currency text,
  p_currency_code    text,
  p_amount_minor     bigint,
  p_reference        text
) RETURNS jsonb
LANGUAGE sql STABLE
AS $$
  SELECT nullif(jsonb_strip_nulls(jsonb_build_object(
    'amount.currency_code',
      CASE WHEN p_currency_code <> p_invoice_currency THEN
        format('must be %s, the currency of the invoice', p_invoice_currency) END,
    'amount.minor_units',
      CASE WHEN p_amount_minor < 1 OR p_amount_minor > 1000000000000000 THEN 'must be from 1 to 10^15'
           WHEN p_amount_minor < p_method.min_minor THEN
             format('must be at least %s for this method', p_method.min_minor)
           WHEN p_method.max_minor > 0 AND p_amount_minor > p_method.max_minor THEN
             format('must be at most %s for this method', p_method.max_minor) END,
    'method_id',
      CASE WHEN p_method.active IS NOT TRUE THEN 'is not an active method of the tenant' END,
    'reference',
      CASE WHEN p_method.requires_reference AND btrim(p_reference) = '' THEN 'is required by this method' END)), '{}')
$$;
REVOKE ALL ON FUNCTION payment.payment_faults FROM PUBLIC;
