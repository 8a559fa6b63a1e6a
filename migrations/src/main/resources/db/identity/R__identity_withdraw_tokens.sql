-- Withdraws the tokens that an actor was issued until now, and returns that moment. Internal. For `corral tokens`,
-- which runs as corral_owner. Locks: the row of the actor.
CREATE OR REPLACE FUNCTION identity.withdraw_tokens(
  p_tenant_id text,
  p_actor_id  uuid
) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_now timestamptz := clock_timestamp();
BEGIN
  INSERT INTO identity.withdrawal AS w (tenant_id, actor_id, issued_before)
  VALUES (p_tenant_id, p_actor_id, v_now)
      ON CONFLICT ON CONSTRAINT withdrawal_pkey DO UPDATE
      SET issued_before = greatest(w.issued_before, EXCLUDED.issued_before) -- another may have come first
  RETURNING w.issued_before INTO v_now;
  PERFORM kernel.remember(p_tenant_id, 'WithdrawTokens', kernel.new_id(), '\x', p_actor_id, 'OPERATOR', NULL,
                          jsonb_build_object('actor_id', p_actor_id, 'issued_before', v_now));
  RETURN v_now;
END;
$$;
REVOKE ALL ON FUNCTION identity.withdraw_tokens FROM PUBLIC;
