-- Gives a client store credit; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, REQUEST_ID_REUSED, CLIENT_NOT_FOUND, CURRENCY_MISMATCH, AMOUNT_TOO_LARGE.
-- Locks: the client's credit, when there is a row of it. p_reason is kept in the audit.
CREATE OR REPLACE FUNCTION payment.grant_credit(
  p_tenant_id      text,
  p_actor_id       uuid,
  p_actor_role     text,
  p_request_id     uuid,
  p_request_hash   bytea,
  p_client_id      uuid,
  p_currency_code  text,
  p_amount_minor   bigint,
  p_reason         text,
  OUT outcome      kernel.outcome,
  OUT detail       jsonb,
  OUT credit_minor bigint
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_settings tenant.tenant := tenant.find_tenant(p_tenant_id);
  v_stored   record;
BEGIN
  IF v_settings.tenant_id IS NULL THEN
    outcome := 'TENANT_NOT_FOUND';
    RETURN;
  END IF;

  -- replay: twins that both find nothing meet at answer_pkey, where the later one is run again
  SELECT r.* INTO v_stored FROM kernel.replay(p_tenant_id, 'GrantCredit', p_request_id, p_request_hash) AS r;
  IF v_stored.outcome IS NOT NULL THEN
    outcome := v_stored.outcome;
    credit_minor := v_stored.answer -> 'credit_minor';
    RETURN;
  ELSIF (directory.find_client(p_tenant_id, NULL, 'SERVICE', p_client_id)).client_id IS NULL THEN
    outcome := 'CLIENT_NOT_FOUND';
    RETURN;
  END IF;

  -- lock
  credit_minor := payment.find_credit(p_tenant_id, p_client_id);

  -- check
  outcome := CASE WHEN p_currency_code <> v_settings.currency_code THEN 'CURRENCY_MISMATCH'
                  WHEN credit_minor + p_amount_minor > 1000000000000000 THEN 'AMOUNT_TOO_LARGE'
                  ELSE 'OK'
             END;
  IF outcome <> 'OK' THEN
    detail := CASE outcome WHEN 'CURRENCY_MISMATCH' THEN
      jsonb_build_object('currency_code', v_settings.currency_code) END;
    RETURN;
  END IF;

  -- write
  credit_minor := credit_minor + p_amount_minor;
  PERFORM payment.post(p_tenant_id, 'CREDIT', p_client_id, NULL, 0, p_amount_minor, -p_amount_minor, 0);
  PERFORM kernel.remember(p_tenant_id, 'GrantCredit', p_request_id, p_request_hash, p_actor_id, p_actor_role, NULL,
                          jsonb_build_object('client_id', p_client_id, 'amount_minor', p_amount_minor,
                                             'reason', p_reason, 'credit_minor', credit_minor));
END;
$$;
REVOKE ALL ON FUNCTION payment.grant_credit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment.grant_credit TO corral_app;
