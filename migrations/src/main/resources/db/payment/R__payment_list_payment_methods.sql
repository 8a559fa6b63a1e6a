-- Lists a tenant's ways to pay, by id. No outcomes, no locks.
CREATE OR REPLACE FUNCTION payment.list_payment_methods(
  p_tenant_id text
) RETURNS SETOF payment.method
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT m.* FROM payment.method AS m WHERE m.tenant_id = p_tenant_id ORDER BY m.method_id
$$;
REVOKE ALL ON FUNCTION payment.list_payment_methods FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment.list_payment_methods TO corral_app;
