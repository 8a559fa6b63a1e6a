-- Returns what a checkout would do now: the cart and every problem. No locks.
-- Outcomes, in order: TENANT_NOT_FOUND, CLIENT_NOT_FOUND, RESERVATION_NOT_FOUND, RESERVATION_NOT_OPEN.
CREATE OR REPLACE FUNCTION cart.preview_checkout(
  p_tenant_id      text,
  p_actor_id       uuid,
  p_actor_role     text,
  p_client_id      uuid,
  p_seen           bigint,
  p_reservation_id uuid,
  OUT outcome      kernel.outcome,
  OUT detail       jsonb,
  OUT cart         jsonb
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  outcome := cart.check_owner(p_tenant_id, p_actor_id, p_actor_role, p_client_id, false);
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;
  SELECT r.outcome, r.detail INTO outcome, detail
    FROM stock.check_reservation(p_tenant_id, p_client_id, p_reservation_id) AS r;
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;
  cart := cart.show_checkout(p_tenant_id, tenant.find_tenant(p_tenant_id), clock_timestamp(),
                             cart.find_cart(p_tenant_id, p_client_id, false), p_seen, p_reservation_id);
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION cart.preview_checkout FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cart.preview_checkout TO corral_app;
