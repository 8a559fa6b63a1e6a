-- Stores a new key. Internal. For `corral keys`, which runs as corral_owner.
-- Outcomes: TENANT_NOT_FOUND. Locks: the new row's key.
CREATE OR REPLACE FUNCTION identity.create_api_key(
  p_tenant_id    text,
  p_key_id       text,
  p_secret_hash  bytea,
  p_role         text,
  p_display_name text,
  p_days         integer,
  OUT outcome    kernel.outcome,
  OUT api_key    identity.api_key
)
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  IF p_tenant_id <> '-' AND (tenant.find_tenant(p_tenant_id)).tenant_id IS NULL THEN
    outcome := 'TENANT_NOT_FOUND';
    RETURN;
  END IF;
  INSERT INTO identity.api_key AS k (
    tenant_id, key_id, secret_hash, role, actor_id, display_name, expire_time)
  VALUES (
    p_tenant_id, p_key_id, p_secret_hash, p_role, kernel.new_id(), p_display_name,
    now() + make_interval(days => p_days))
  RETURNING k.* INTO api_key;
  PERFORM identity.audit(p_tenant_id, api_key, 'CreateApiKey');
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION identity.create_api_key FROM PUBLIC;
