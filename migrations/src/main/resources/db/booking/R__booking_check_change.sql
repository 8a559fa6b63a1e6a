-- Whether an appointment is still what the caller saw and whether they may still change it. Internal. No locks.
-- Outcomes, in order: STALE_VERSION (p_version NULL: not checked), CHANGE_WINDOW_CLOSED (clients only: it has begun, or
-- starts within the tenant's cancel window).
CREATE OR REPLACE FUNCTION booking.check_change(
  p_settings    tenant.tenant,
  p_appointment booking.appointment,
  p_actor_role  text,
  p_version     bigint,
  OUT outcome   kernel.outcome,
  OUT detail    jsonb
)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_closes timestamptz := p_appointment.start_time - make_interval(mins => p_settings.cancel_window_minutes);
BEGIN
  IF p_appointment.version <> p_version THEN
    outcome := 'STALE_VERSION';
    detail := jsonb_build_object('version', p_appointment.version);
  ELSIF p_actor_role = 'CLIENT' AND clock_timestamp() >= v_closes THEN
    outcome := 'CHANGE_WINDOW_CLOSED';
    detail := jsonb_build_object('closed_at', to_char(v_closes AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
  ELSE
    outcome := 'OK';
  END IF;
END;
$$;
REVOKE ALL ON FUNCTION booking.check_change FROM PUBLIC;
