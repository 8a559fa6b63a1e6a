-- Hands out what a reservation holds, all or the items named; a repeated request id returns the first answer.
-- Outcomes, in order: RESERVATION_NOT_FOUND, REQUEST_ID_REUSED, RESERVATION_NOT_OPEN, RESERVATION_TOO_SMALL,
-- OUT_OF_STOCK (detail as stock.reserve_stock), SOURCE_ALREADY_USED.
-- Locks: the reservation, then the items of its products by product id. p_items: as stock.reserve_stock; [] is all.
CREATE OR REPLACE FUNCTION stock.commit_reservation(
  p_tenant_id      text,
  p_actor_id       uuid,
  p_actor_role     text,
  p_request_id     uuid,
  p_request_hash   bytea,
  p_reservation_id uuid,
  p_items          jsonb,
  p_reference      text,
  p_note           text,
  OUT outcome      kernel.outcome,
  OUT detail       jsonb,
  OUT reservation  stock.reservation,
  OUT items        jsonb,
  OUT movements    jsonb
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_stored record;
  v_chosen record;
BEGIN
  -- lock
  reservation := stock.find_reservation(p_tenant_id, p_reservation_id);
  IF reservation.reservation_id IS NULL THEN
    outcome := 'RESERVATION_NOT_FOUND';
    RETURN;
  END IF;

  -- replay
  SELECT r.* INTO v_stored FROM kernel.replay(p_tenant_id, 'CommitReservation', p_request_id, p_request_hash) AS r;
  IF v_stored.outcome IS NOT NULL THEN
    outcome := v_stored.outcome;
    reservation := jsonb_populate_record(NULL::stock.reservation, v_stored.answer -> 'reservation');
    items := v_stored.answer -> 'items';
    movements := v_stored.answer -> 'movements';
    RETURN;
  END IF;

  -- check
  IF reservation.state <> 'OPEN' THEN
    outcome := 'RESERVATION_NOT_OPEN';
    detail := jsonb_build_object('state', reservation.state);
    RETURN;
  END IF;
  SELECT c.* INTO v_chosen FROM stock.choose_items(p_tenant_id, p_reservation_id, stock.demands(p_items)) AS c;
  outcome := v_chosen.outcome;
  detail := v_chosen.detail;
  IF outcome <> 'OK' THEN
    RETURN;
  END IF;

  -- check and write
  SELECT t.outcome, t.detail, t.movements INTO outcome, detail, movements
    FROM stock.commit_items(p_tenant_id, reservation, v_chosen.chosen,
                            ROW('SALE', p_actor_id, reservation.client_id, p_reservation_id, NULL, p_reference,
                                p_note)::stock.cause) AS t;
  IF outcome <> 'OK' THEN
    RETURN;
  END IF;
  reservation := stock.find_reservation(p_tenant_id, p_reservation_id);
  items := stock.show_items(p_tenant_id, p_reservation_id);
  PERFORM kernel.remember(p_tenant_id, 'CommitReservation', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          NULL, jsonb_build_object('reservation', to_jsonb(reservation), 'items', items,
                                                   'movements', movements));
END;
$$;
REVOKE ALL ON FUNCTION stock.commit_reservation FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stock.commit_reservation TO corral_app;
