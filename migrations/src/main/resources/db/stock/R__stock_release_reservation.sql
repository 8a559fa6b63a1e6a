-- Gives back what a reservation still holds; a repeated request id returns the first answer.
-- Outcomes, in order: RESERVATION_NOT_FOUND, REQUEST_ID_REUSED, RESERVATION_NOT_OPEN.
-- Locks: the reservation, then the items of its products by product id.
CREATE OR REPLACE FUNCTION stock.release_reservation(
  p_tenant_id      text,
  p_actor_id       uuid,
  p_actor_role     text,
  p_request_id     uuid,
  p_request_hash   bytea,
  p_reservation_id uuid,
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
BEGIN
  -- lock
  reservation := stock.find_reservation(p_tenant_id, p_reservation_id);
  IF reservation.reservation_id IS NULL THEN
    outcome := 'RESERVATION_NOT_FOUND';
    RETURN;
  END IF;

  -- replay
  SELECT r.* INTO v_stored FROM kernel.replay(p_tenant_id, 'ReleaseReservation', p_request_id, p_request_hash) AS r;
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
  END IF;

  -- write
  v_before := jsonb_build_object('reservation', to_jsonb(reservation),
                                 'items', stock.show_items(p_tenant_id, p_reservation_id));
  reservation := stock.end_reservation(p_tenant_id, p_reservation_id, 'RELEASED');
  items := stock.show_items(p_tenant_id, p_reservation_id);
  PERFORM kernel.remember(p_tenant_id, 'ReleaseReservation', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before, jsonb_build_object('reservation', to_jsonb(reservation), 'items', items));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION stock.release_reservation FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stock.release_reservation TO corral_app;
