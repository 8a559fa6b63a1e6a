-- Holds a reservation until so many seconds from now; a repeated request id returns the first answer.
-- Outcomes, in order: RESERVATION_NOT_FOUND, REQUEST_ID_REUSED, RESERVATION_NOT_OPEN, RESERVATION_EXPIRED.
-- Locks: the reservation, then the items of its products by product id, so that nobody frees what it holds meanwhile.
CREATE OR REPLACE FUNCTION stock.extend_reservation(
  p_tenant_id      text,
  p_actor_id       uuid,
  p_actor_role     text,
  p_request_id     uuid,
  p_request_hash   bytea,
  p_reservation_id uuid,
  p_ttl_seconds    integer,
  OUT outcome      kernel.outcome,
  OUT detail       jsonb,
  OUT reservation  stock.reservation,
  OUT items        jsonb
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_stored record;
  v_before jsonb;
  v_until  timestamptz;
BEGIN
  -- lock
  reservation := stock.find_reservation(p_tenant_id, p_reservation_id);
  IF reservation.reservation_id IS NULL THEN
    outcome := 'RESERVATION_NOT_FOUND';
    RETURN;
  END IF;
  PERFORM stock.lock_items(p_tenant_id, ARRAY(
    SELECT r.product_id FROM stock.reservation_item AS r
     WHERE r.tenant_id = p_tenant_id AND r.reservation_id = p_reservation_id));

  -- replay
  SELECT r.* INTO v_stored FROM kernel.replay(p_tenant_id, 'ExtendReservation', p_request_id, p_request_hash) AS r;
  IF v_stored.outcome IS NOT NULL THEN
    outcome := v_stored.outcome;
    reservation := jsonb_populate_record(NULL::stock.reservation, v_stored.answer -> 'reservation');
    items := v_stored.answer -> 'items';
    RETURN;
  END IF;

  -- check
  IF reservation.state <> 'OPEN' THEN
    outcome := 'RESERVATION_NOT_OPEN';
    detail := jsonb_build_object('state', reservation.state);
    RETURN;
  ELSIF EXISTS (SELECT 1 FROM stock.reservation_item AS r
                 WHERE r.tenant_id = p_tenant_id AND r.reservation_id = p_reservation_id AND r.held < r.remaining) THEN
    outcome := 'RESERVATION_EXPIRED';
    detail := jsonb_build_object('expire_time', reservation.expire_time);
    RETURN;
  END IF;

  -- write
  v_before := to_jsonb(reservation);
  v_until := clock_timestamp() + make_interval(secs => p_ttl_seconds);
  UPDATE stock.reservation AS r
     SET expire_time = v_until, update_time = now()
   WHERE r.tenant_id = p_tenant_id AND r.reservation_id = p_reservation_id
  RETURNING r.* INTO reservation;
  UPDATE stock.reservation_item AS r
     SET expire_time = v_until
   WHERE r.tenant_id = p_tenant_id AND r.reservation_id = p_reservation_id;
  items := stock.show_items(p_tenant_id, p_reservation_id);
  PERFORM kernel.remember(p_tenant_id, 'ExtendReservation', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before, jsonb_build_object('reservation', to_jsonb(reservation), 'items', items));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION stock.extend_reservation FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stock.extend_reservation TO corral_app;
