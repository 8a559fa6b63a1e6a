-- Holds units of several products until they are committed, released, or the time is over: all of them or none.
-- Outcomes, in order: TENANT_NOT_FOUND, REQUEST_ID_REUSED, CLIENT_NOT_FOUND, PRODUCT_NOT_FOUND, LOCATION_NOT_FOUND,
-- OUT_OF_STOCK (detail: the first shortage, and all of them as shortages). Locks: the items, by product id.
-- p_items: [{product_id, location_id, quantity}].
CREATE OR REPLACE FUNCTION stock.reserve_stock(
  p_tenant_id      text,
  p_actor_id       uuid,
  p_actor_role     text,
  p_request_id     uuid,
  p_request_hash   bytea,
  p_items          jsonb,
  p_ttl_seconds    integer,
  p_client_id      uuid,
  p_note           text,
  OUT outcome      kernel.outcome,
  OUT detail       jsonb,
  OUT reservation  stock.reservation,
  OUT items        jsonb
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = 'force_generic_plan' -- all is looked up by keys, so a plan made once serves every call
AS $$
DECLARE
  v_zone     text := (tenant.find_tenant(p_tenant_id)).time_zone;
  v_demand   stock.demand[] := stock.demands(p_items);
  v_products uuid[] := ARRAY(SELECT d.product_id FROM unnest(v_demand) AS d);
  v_now      timestamptz;
  v_stored   record;
  v_plan     record;
BEGIN
  IF v_zone IS NULL THEN
    outcome := 'TENANT_NOT_FOUND';
    RETURN;
  END IF;

  -- lock
  v_now := stock.lock_items(p_tenant_id, v_products);

  -- replay
  v_stored := kernel.replay(p_tenant_id, 'ReserveStock', p_request_id, p_request_hash);
  IF v_stored.outcome IS NOT NULL THEN
    outcome := v_stored.outcome;
    reservation := jsonb_populate_record(NULL::stock.reservation, v_stored.answer -> 'reservation');
    items := v_stored.answer -> 'items';
    RETURN;
  END IF;

  -- check
  IF p_client_id IS NOT NULL
     AND (directory.find_client(p_tenant_id, NULL, 'SERVICE', p_client_id)).client_id IS NULL THEN
    outcome := 'CLIENT_NOT_FOUND';
    RETURN;
  END IF;
  SELECT u.outcome, u.detail INTO outcome, detail
    FROM stock.find_unknown(p_tenant_id, v_products,
                            ARRAY(SELECT d.location_id FROM unnest(v_demand) AS d
                                   WHERE d.location_id IS NOT NULL)) AS u;
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;
  v_plan := stock.plan(p_tenant_id, v_zone, v_now, v_demand, NULL);
  IF v_plan.shortages IS NOT NULL THEN
    outcome := 'OUT_OF_STOCK';
    detail := v_plan.shortages -> 0 || jsonb_build_object('shortages', v_plan.shortages);
    RETURN;
  END IF;

  -- write
  INSERT INTO stock.reservation AS r (tenant_id, reservation_id, client_id, note, expire_time)
  VALUES (p_tenant_id, kernel.new_id(), p_client_id, p_note, v_now + make_interval(secs => p_ttl_seconds))
  RETURNING r.* INTO reservation;
  PERFORM stock.hold(p_tenant_id, reservation, v_plan.allocation);
  items := stock.show_items(p_tenant_id, reservation.reservation_id);
  PERFORM kernel.remember(p_tenant_id, 'ReserveStock', p_request_id, p_request_hash, p_actor_id, p_actor_role, NULL,
                          jsonb_build_object('reservation', to_jsonb(reservation), 'items', items));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION stock.reserve_stock FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stock.reserve_stock TO corral_app;
