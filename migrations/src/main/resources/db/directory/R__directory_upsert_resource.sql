-- Stores a room or a device, new or in place of the old; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, REQUEST_ID_REUSED, RESOURCE_KIND_IS_FIXED.
-- Locks: the resource, or the new row's key.
CREATE OR REPLACE FUNCTION directory.upsert_resource(
  p_tenant_id    text,
  p_actor_id     uuid,
  p_actor_role   text,
  p_request_id   uuid,
  p_request_hash bytea,
  p_resource_id  uuid,
  p_kind         text,
  p_display_name text,
  p_bookable     boolean,
  OUT outcome    kernel.outcome,
  OUT detail     jsonb,
  OUT resource   directory.resource
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
  SELECT r.* INTO resource FROM directory.resource AS r
   WHERE r.tenant_id = p_tenant_id AND r.resource_id = p_resource_id FOR NO KEY UPDATE;
  v_before := CASE WHEN FOUND THEN to_jsonb(resource) END;

  -- replay
  SELECT r.outcome, r.answer INTO outcome, v_answer
    FROM kernel.replay(p_tenant_id, 'UpsertResource', p_request_id, p_request_hash) AS r;
  IF outcome IS NOT NULL THEN
    resource := jsonb_populate_record(NULL::directory.resource, v_answer);
    RETURN;
  END IF;

  -- check and write: a call that has made the row in the meantime has fixed its kind too
  INSERT INTO directory.resource AS r (tenant_id, resource_id, kind, display_name, bookable)
  VALUES (p_tenant_id, p_resource_id, p_kind, p_display_name, p_bookable)
      ON CONFLICT ON CONSTRAINT resource_pkey DO UPDATE
     SET display_name = EXCLUDED.display_name, bookable = EXCLUDED.bookable, update_time = now()
   WHERE r.kind = EXCLUDED.kind
  RETURNING r.* INTO resource;
  IF NOT FOUND THEN
    outcome := 'RESOURCE_KIND_IS_FIXED';
    RETURN;
  END IF;
  PERFORM kernel.remember(p_tenant_id, 'UpsertResource', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before, to_jsonb(resource));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION directory.upsert_resource FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory.upsert_resource TO corral_app;
