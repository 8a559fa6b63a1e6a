-- Returns a key that may be used now, with what its secret is compared with. No outcomes: no row when there is none.
-- For the server itself, before it knows the caller. No locks.
CREATE OR REPLACE FUNCTION identity.find_api_key(
  p_tenant_id text,
  p_key_id    text
) RETURNS TABLE (
  secret_hash bytea,
  role        text,
  actor_id    uuid,
  unnoted     boolean
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN QUERY
  SELECT k.secret_hash, k.role, k.actor_id,
         coalesce(k.last_use_time < clock_timestamp() - interval '1 minute', true)
    FROM identity.api_key AS k
   WHERE k.tenant_id = p_tenant_id AND k.key_id = p_key_id AND k.revoke_time IS NULL
     AND (k.expire_time IS NULL OR k.expire_time > clock_timestamp());
END;
$$;
REVOKE ALL ON FUNCTION identity.find_api_key FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.find_api_key TO corral_app;
