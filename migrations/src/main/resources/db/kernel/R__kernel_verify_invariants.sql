-- Recomputes what must always hold and returns each violation; no row is the goal. No outcomes, no locks; reads
-- everything.
-- p_tenant_id NULL checks every tenant.
CREATE OR REPLACE FUNCTION kernel.verify_invariants(
  p_tenant_id text DEFAULT NULL
) RETURNS TABLE (tenant_id text, invariant text, subject text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT v.tenant_id, v.invariant, v.subject FROM booking.verify_invariants(p_tenant_id) AS v
   UNION ALL
  SELECT v.tenant_id, v.invariant, v.subject FROM payment.verify_invariants(p_tenant_id) AS v
   UNION ALL
  SELECT v.tenant_id, v.invariant, v.subject FROM stock.verify_invariants(p_tenant_id) AS v
   UNION ALL
  SELECT v.tenant_id, v.invariant, v.subject FROM cart.verify_invariants(p_tenant_id) AS v
   ORDER BY 1, 2, 3
$$;
REVOKE ALL ON FUNCTION kernel.verify_invariants FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kernel.verify_invariants TO corral_app;
