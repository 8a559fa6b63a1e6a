-- Notes that a key was used just now, at most once a minute; returns how many keys it noted. No outcomes.
-- For the server itself, once the secret was found right. Locks: the key; one that is locked is left for the next time.
CREATE OR REPLACE FUNCTION identity.note_api_key_use(
  p_tenant_id text,
  p_key_id    text
) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_count integer;
BEGIN
  UPDATE identity.api_key AS k
     SET last_use_time = clock_timestamp()
   WHERE k.ctid = ANY (ARRAY(
     SELECT u.ctid
       FROM identity.api_key AS u
      WHERE u.tenant_id = p_tenant_id AND u.key_id = p_key_id
        AND coalesce(u.last_use_time < clock_timestamp() - interval '1 minute', true)
        FOR NO KEY UPDATE SKIP LOCKED));
  GET DIAGNOSTICS v_count = ROW_COUNT;
  RETURN v_count;
END;
$$;
REVOKE ALL ON FUNCTION identity.note_api_key_use FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.note_api_key_use TO corral_app;
