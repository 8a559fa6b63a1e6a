-- Returns a cart with its prices and problems, as of now. Outcomes: TENANT_NOT_FOUND, CLIENT_NOT_FOUND. No locks.
CREATE OR REPLACE FUNCTION cart.get_cart(
  p_tenant_id  text,
  p_actor_id   uuid,
  p_actor_role text,
  p_owner_id   uuid,
  p_guest      boolean,
  OUT outcome  kernel.outcome,
  OUT detail   jsonb,
  OUT cart     jsonb
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = 'force_generic_plan' -- all is looked up by keys, so a plan made once serves every call
AS $$
BEGIN
  outcome := cart.check_owner(p_tenant_id, p_actor_id, p_actor_role, p_owner_id, p_guest);
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;
  cart := cart.show(p_tenant_id, tenant.find_tenant(p_tenant_id), clock_timestamp(),
                    cart.find_cart(p_tenant_id, p_owner_id, p_guest), NULL);
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION cart.get_cart FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cart.get_cart TO corral_app;
