-- Writes what an operator did with a key to the audit, without its hash. Internal. Locks: the key of the audit row.
CREATE OR REPLACE FUNCTION identity.audit(
  p_tenant_id text,
  p_key       identity.api_key,
  p_operation text
) RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  PERFORM kernel.remember(p_tenant_id, p_operation, kernel.new_id(), '\x', p_key.actor_id, 'OPERATOR', NULL,
                          to_jsonb(p_key) - 'secret_hash');
END;
$$;
REVOKE ALL ON FUNCTION identity.audit FROM PUBLIC;
