-- Returns a pet; a client only their own. Outcomes: PET_NOT_FOUND. No locks.
CREATE OR REPLACE FUNCTION directory.get_pet(
  p_tenant_id  text,
  p_actor_id   uuid,
  p_actor_role text,
  p_pet_id     uuid,
  OUT outcome  kernel.outcome,
  OUT detail   jsonb,
  OUT pet      directory.pet
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  pet := directory.find_pet(p_tenant_id, p_actor_id, p_actor_role, p_pet_id);
  outcome := CASE WHEN pet.pet_id IS NULL THEN 'PET_NOT_FOUND' ELSE 'OK' END;
END;
$$;
REVOKE ALL ON FUNCTION directory.get_pet FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory.get_pet TO corral_app;
