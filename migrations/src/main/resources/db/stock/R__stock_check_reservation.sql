-- Whether a client's checkout may use a reservation. Internal. No locks.
-- Outcomes, in order: RESERVATION_NOT_FOUND (also one that is not for this client), RESERVATION_NOT_OPEN (detail
-- state); NULL: it may, or none is named.
CREATE OR REPLACE FUNCTION stock.check_reservation(
  p_tenant_id      text,
  p_client_id      uuid,
  p_reservation_id uuid,
  OUT outcome      kernel.outcome,
  OUT detail       jsonb
)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_state text;
BEGIN
  IF p_reservation_id IS NULL THEN
    RETURN;
  END IF;
  SELECT r.state INTO v_state
    FROM stock.reservation AS r
   WHERE r.tenant_id = p_tenant_id AND r.reservation_id = p_reservation_id AND r.client_id = p_client_id;
  IF NOT FOUND THEN
    outcome := 'RESERVATION_NOT_FOUND';
  ELSIF v_state <> 'OPEN' THEN
    outcome := 'RESERVATION_NOT_OPEN';
    detail := jsonb_build_object('state', v_state);
  END IF;
END;
$$;
REVOKE ALL ON FUNCTION stock.check_reservation FROM PUBLIC;
