-- Stores a pet, new or in place of the old; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, REQUEST_ID_REUSED, CLIENT_NOT_FOUND. Locks: the pet, or the new row's key.
CREATE OR REPLACE FUNCTION directory.upsert_pet(
  p_tenant_id    text,
  p_actor_id     uuid,
  p_actor_role   text,
  p_request_id   uuid,
  p_request_hash bytea,
  p_pet_id       uuid,
  p_client_id    uuid,
  p_display_name text,
  p_species      text,
  p_status       text,
  OUT outcome    kernel.outcome,
  OUT detail     jsonb,
  OUT pet        directory.pet
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
  SELECT p.* INTO pet FROM directory.pet AS p
   WHERE p.tenant_id = p_tenant_id AND p.pet_id = p_pet_id FOR NO KEY UPDATE;
  v_before := CASE WHEN FOUND THEN to_jsonb(pet) END;

  -- replay
  SELECT r.outcome, r.answer INTO outcome, v_answer
    FROM kernel.replay(p_tenant_id, 'UpsertPet', p_request_id, p_request_hash) AS r;
  IF outcome IS NOT NULL THEN
    pet := jsonb_populate_record(NULL::directory.pet, v_answer);
    RETURN;
  END IF;

  -- check
  IF NOT EXISTS (SELECT 1 FROM directory.client AS c WHERE c.tenant_id = p_tenant_id AND c.client_id = p_client_id) THEN
    outcome := 'CLIENT_NOT_FOUND';
    RETURN;
  END IF;

  -- write
  INSERT INTO directory.pet AS p (tenant_id, pet_id, client_id, display_name, species, status)
  VALUES (p_tenant_id, p_pet_id, p_client_id, p_display_name, p_species, p_status)
      ON CONFLICT ON CONSTRAINT pet_pkey DO UPDATE
     SET client_id = EXCLUDED.client_id, display_name = EXCLUDED.display_name, species = EXCLUDED.species,
         status = EXCLUDED.status, update_time = now()
  RETURNING p.* INTO pet;
  PERFORM kernel.remember(p_tenant_id, 'UpsertPet', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before, to_jsonb(pet));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION directory.upsert_pet FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory.upsert_pet TO corral_app;
