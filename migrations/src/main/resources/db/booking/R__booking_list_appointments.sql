-- Lists appointments by start, then id; a client finds only their own. No outcomes, no locks.
-- A filter that is NULL, or an empty p_statuses, lets everything pass. The page begins after (p_after_start,
-- p_after_id). Each call is planned with its own filters, so that it uses the index of the one that is set.
CREATE OR REPLACE FUNCTION booking.list_appointments(
  p_tenant_id   text,
  p_actor_id    uuid,
  p_actor_role  text,
  p_staff_id    uuid,
  p_pet_id      uuid,
  p_client_id   uuid,
  p_statuses    text[],
  p_from        timestamptz,
  p_to          timestamptz,
  p_after_start timestamptz,
  p_after_id    uuid,
  p_limit       integer
) RETURNS SETOF booking.appointment
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = 'force_custom_plan'
AS $$
BEGIN
  RETURN QUERY
  SELECT a.*
    FROM booking.appointment AS a
   WHERE a.tenant_id = p_tenant_id
     AND (p_actor_role <> 'CLIENT' OR a.client_id = p_actor_id)
     AND (p_staff_id IS NULL OR a.staff_id = p_staff_id)
     AND (p_pet_id IS NULL OR a.pet_id = p_pet_id)
     AND (p_client_id IS NULL OR a.client_id = p_client_id)
     AND (p_statuses = '{}' OR a.status = ANY (p_statuses))
     AND (p_from IS NULL OR a.start_time >= p_from)
     AND (p_to IS NULL OR a.start_time < p_to)
     AND (p_after_start IS NULL OR (a.start_time, a.appointment_id) > (p_after_start, p_after_id))
   ORDER BY a.start_time, a.appointment_id
   LIMIT p_limit;
END;
$$;
REVOKE ALL ON FUNCTION booking.list_appointments FROM PUBLIC;
GRANT EXECUTE ON FUNCTION booking.list_appointments TO corral_app;
