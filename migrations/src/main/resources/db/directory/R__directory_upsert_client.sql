-- Stores a client, new or in place of the old; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, REQUEST_ID_REUSED. Locks: the client, or the new row's key.
CREATE OR REPLACE FUNCTION directory.upsert_client(
  p_tenant_id    text,
  p_actor_id     uuid,
  p_actor_role   text,
  p_request_id   uuid,
  p_request_hash bytea,
  p_client_id    uuid,
  p_display_name text,
  p_email        text,
  p_phone        text,
  OUT outcome    kernel.outcome,
  OUT detail     jsonb,
  OUT client     directory.client
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_answer jsonb;
  v_before jsonb;
BEGIN
  IF (tenant.find_tenant(p_tenant_id)).tenant_id IS NULL THEN
    outcome := 'TENANT_NOT_FOUND';
    RETURN;
  END IF;

  -- lock
  SELECT c.* INTO client FROM directory.client AS c
   WHERE c.tenant_id = p_tenant_id AND c.client_id = p_client_id FOR NO KEY UPDATE;
  v_before := CASE WHEN FOUND THEN to_jsonb(client) END;

  -- replay
  SELECT r.outcome, r.answer INTO outcome, v_answer
    FROM kernel.replay(p_tenant_id, 'UpsertClient', p_request_id, p_request_hash) AS r;
  IF outcome IS NOT NULL THEN
    client := jsonb_populate_record(NULL::directory.client, v_answer);
    RETURN;
  END IF;

  -- write
  INSERT INTO directory.client AS c (tenant_id, client_id, display_name, email, phone)
  VALUES (p_tenant_id, p_client_id, p_display_name, p_email, p_phone)
      ON CONFLICT ON CONSTRAINT client_pkey DO UPDATE
     SET display_name = EXCLUDED.display_name, email = EXCLUDED.email, phone = EXCLUDED.phone,
         update_time = now()
  RETURNING c.* INTO client;
  PERFORM kernel.remember(p_tenant_id, 'UpsertClient', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before, to_jsonb(client));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION directory.upsert_client FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory.upsert_client TO corral_app;
