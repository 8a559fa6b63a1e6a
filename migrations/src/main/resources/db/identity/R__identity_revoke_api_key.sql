-- Revokes a key for good and returns it; one that is revoked already stays as it is. Internal. For `corral keys`,
-- which runs as corral_owner. All fields are NULL when there is no such key. Locks: the key.
CREATE OR REPLACE FUNCTION identity.revoke_api_key(
  p_tenant_id text,
  p_key_id    text
) RETURNS identity.api_key
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_key identity.api_key;
BEGIN
  UPDATE identity.api_key AS k
     SET revoke_time = now()
   WHERE k.tenant_id = p_tenant_id AND k.key_id = p_key_id AND k.revoke_time IS NULL
  RETURNING k.* INTO v_key;
  IF FOUND THEN
    PERFORM identity.audit(p_tenant_id, v_key, 'RevokeApiKey');
    RETURN v_key;
  END IF;
  SELECT k.* INTO v_key FROM identity.api_key AS k WHERE k.tenant_id = p_tenant_id AND k.key_id = p_key_id;
  RETURN v_key;
END;
$$;
REVOKE ALL ON FUNCTION identity.revoke_api_key FROM PUBLIC;
