-- Returns the keys of a tenant, or of every tenant when p_tenant_id is NULL, without their hashes. Internal. For
-- `corral keys`, which runs as corral_owner. No locks.
CREATE OR REPLACE FUNCTION identity.list_api_keys(
  p_tenant_id text
) RETURNS TABLE (
  tenant_id     text,
  key_id        text,
  role          text,
  display_name  text,
  create_time   timestamptz,
  expire_time   timestamptz,
  revoke_time   timestamptz,
  last_use_time timestamptz
)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  RETURN QUERY
  SELECT k.tenant_id, k.key_id, k.role, k.display_name, k.create_time, k.expire_time, k.revoke_time, k.last_use_time
    FROM identity.api_key AS k
   WHERE p_tenant_id IS NULL OR k.tenant_id = p_tenant_id
   ORDER BY k.tenant_id, k.create_time, k.key_id;
END;
$$;
REVOKE ALL ON FUNCTION identity.list_api_keys FROM PUBLIC;
