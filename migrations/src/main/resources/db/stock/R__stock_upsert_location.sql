-- Stores a location; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, REQUEST_ID_REUSED, TOO_MANY_LOCATIONS.
-- Locks: the tenant, since it is counted.
CREATE OR REPLACE FUNCTION stock.upsert_location(
  p_tenant_id    text,
  p_actor_id     uuid,
  p_actor_role   text,
  p_request_id   uuid,
  p_request_hash bytea,
  p_location_id  text,
  p_display_name text,
  OUT outcome    kernel.outcome,
  OUT detail     jsonb,
  OUT location   stock.location
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_stored record;
  v_before jsonb;
BEGIN
  -- lock
  IF (tenant.lock_tenant(p_tenant_id)).tenant_id IS NULL THEN
    outcome := 'TENANT_NOT_FOUND';
    RETURN;
  END IF;

  SELECT l.* INTO location
    FROM stock.location AS l
   WHERE l.tenant_id = p_tenant_id AND l.location_id = p_location_id;

  -- replay
  SELECT r.* INTO v_stored FROM kernel.replay(p_tenant_id, 'UpsertLocation', p_request_id, p_request_hash) AS r;
  IF v_stored.outcome IS NOT NULL THEN
    outcome := v_stored.outcome;
    location := jsonb_populate_record(NULL::stock.location, v_stored.answer);
    RETURN;
  END IF;

  -- check
  IF location.location_id IS NULL
     AND (SELECT count(*) FROM stock.location AS l
           WHERE l.tenant_id = p_tenant_id AND l.location_id <> 'main') >= 50 THEN
    outcome := 'TOO_MANY_LOCATIONS';
    RETURN;
  END IF;

  -- write
  v_before := to_jsonb(location);
  INSERT INTO stock.location AS l (tenant_id, location_id, display_name)
  VALUES (p_tenant_id, p_location_id, p_display_name)
      ON CONFLICT ON CONSTRAINT location_pkey DO UPDATE SET display_name = excluded.display_name, update_time = now()
  RETURNING l.* INTO location;
  PERFORM kernel.remember(p_tenant_id, 'UpsertLocation', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before, to_jsonb(location));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION stock.upsert_location FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stock.upsert_location TO corral_app;
