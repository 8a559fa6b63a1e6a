-- Stores a service, new or in place of the old; a repeated request id returns the first answer.
-- Outcomes, in order: TENANT_NOT_FOUND, REQUEST_ID_REUSED, STAFF_NOT_FOUND, RESOURCE_NOT_FOUND (detail: the first
-- unknown id). Locks: the service, or the new row's key.
CREATE OR REPLACE FUNCTION catalog.upsert_service(
  p_tenant_id             text,
  p_actor_id              uuid,
  p_actor_role            text,
  p_request_id            uuid,
  p_request_hash          bytea,
  p_service_id            uuid,
  p_display_name          text,
  p_duration_minutes      integer,
  p_buffer_before_minutes integer,
  p_buffer_after_minutes  integer,
  p_offered_weekdays      integer[],
  p_offered_starts        integer[],
  p_offered_ends          integer[],
  p_offered_breaks        boolean[],
  p_species               text[],
  p_max_per_day           integer,
  p_staff_ids             uuid[],
  p_room_ids              uuid[],
  p_device_ids            uuid[],
  p_price_minor           bigint,
  p_tax_rate_bp           integer,
  p_active                boolean,
  OUT outcome             kernel.outcome,
  OUT detail              jsonb,
  OUT service             catalog.service
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
  SELECT s.* INTO service FROM catalog.service AS s
   WHERE s.tenant_id = p_tenant_id AND s.service_id = p_service_id FOR NO KEY UPDATE;
  v_before := CASE WHEN FOUND THEN to_jsonb(service) END;

  -- replay
  SELECT r.outcome, r.answer INTO outcome, v_answer
    FROM kernel.replay(p_tenant_id, 'UpsertService', p_request_id, p_request_hash) AS r;
  IF outcome IS NOT NULL THEN
    service := jsonb_populate_record(NULL::catalog.service, v_answer);
    RETURN;
  END IF;

  -- check
  SELECT u.outcome, u.detail INTO outcome, detail
    FROM catalog.find_unknown(p_tenant_id, p_staff_ids, p_room_ids, p_device_ids) AS u;
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;

  -- write
  service := ROW(
    p_tenant_id, p_service_id, p_display_name, p_duration_minutes, p_buffer_before_minutes, p_buffer_after_minutes,
    p_offered_weekdays, p_offered_starts, p_offered_ends, p_offered_breaks, p_species, p_max_per_day, p_staff_ids,
    p_room_ids, p_device_ids, p_price_minor, p_tax_rate_bp, p_active, now())::catalog.service;
  INSERT INTO catalog.service AS s VALUES (service.*)
      ON CONFLICT ON CONSTRAINT service_pkey DO UPDATE
     SET (display_name, duration_minutes, buffer_before_minutes, buffer_after_minutes, offered_weekdays, offered_starts,
          offered_ends, offered_breaks, species, max_per_day, staff_ids, room_ids, device_ids, price_minor, tax_rate_bp,
          active, update_time)
       = (EXCLUDED.display_name, EXCLUDED.duration_minutes, EXCLUDED.buffer_before_minutes,
          EXCLUDED.buffer_after_minutes, EXCLUDED.offered_weekdays, EXCLUDED.offered_starts, EXCLUDED.offered_ends,
          EXCLUDED.offered_breaks, EXCLUDED.species, EXCLUDED.max_per_day, EXCLUDED.staff_ids, EXCLUDED.room_ids,
          EXCLUDED.device_ids, EXCLUDED.price_minor, EXCLUDED.tax_rate_bp, EXCLUDED.active, EXCLUDED.update_time);
  PERFORM kernel.remember(p_tenant_id, 'UpsertService', p_request_id, p_request_hash, p_actor_id, p_actor_role,
                          v_before, to_jsonb(service));
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION catalog.upsert_service FROM PUBLIC;
GRANT EXECUTE ON FUNCTION catalog.upsert_service TO corral_app;
