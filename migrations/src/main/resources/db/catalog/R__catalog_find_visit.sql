-- Joins services into one visit for another function. Internal. No locks.
-- Outcomes, in order: SERVICE_NOT_FOUND, SERVICE_INACTIVE, SERVICES_NOT_COMBINABLE (no one staff member, or no one
-- room, serves all of them).
CREATE OR REPLACE FUNCTION catalog.find_visit(
  p_tenant_id   text,
  p_service_ids uuid[],
  OUT outcome   kernel.outcome,
  OUT visit     catalog.visit
)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_found  integer;
  v_active boolean;
BEGIN
  -- A list that is empty allows everything; of the others, what stands in all is allowed.
  SELECT count(*), bool_and(s.active),
         make_interval(mins => sum(s.duration_minutes)::integer),
         make_interval(mins => max(s.buffer_before_minutes)),
         make_interval(mins => max(s.buffer_after_minutes)),
         kernel.common_elements(array_agg(s.species::text) FILTER (WHERE s.species <> '{}')),
         kernel.common_elements(array_agg(s.staff_ids::text) FILTER (WHERE s.staff_ids <> '{}'))::uuid[],
         kernel.common_elements(array_agg(s.room_ids::text) FILTER (WHERE s.room_ids <> '{}'))::uuid[],
         array_agg(s.service_id ORDER BY s.service_id) FILTER (WHERE s.max_per_day IS NOT NULL),
         array_agg(s.max_per_day ORDER BY s.service_id) FILTER (WHERE s.max_per_day IS NOT NULL)
    INTO v_found, v_active, visit.duration, visit.buffer_before, visit.buffer_after, visit.species, visit.staff_ids,
         visit.room_ids, visit.limited_ids, visit.limits
    FROM catalog.service AS s
   WHERE s.tenant_id = p_tenant_id AND s.service_id = ANY (p_service_ids);

  visit.device_ids := ARRAY(
    SELECT DISTINCT d.device_id
      FROM catalog.service AS s, unnest(s.device_ids) AS d (device_id)
     WHERE s.tenant_id = p_tenant_id AND s.service_id = ANY (p_service_ids)
     ORDER BY d.device_id);

  outcome := CASE
    WHEN v_found < cardinality(p_service_ids) THEN 'SERVICE_NOT_FOUND'
    WHEN NOT v_active THEN 'SERVICE_INACTIVE'
    WHEN visit.staff_ids = '{}' OR visit.room_ids = '{}' THEN 'SERVICES_NOT_COMBINABLE'
    ELSE 'OK'
  END;
END;
$$;
REVOKE ALL ON FUNCTION catalog.find_visit FROM PUBLIC;
