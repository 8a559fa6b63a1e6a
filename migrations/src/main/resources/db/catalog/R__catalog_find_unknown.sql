-- Finds the first staff member, then the first room or device in these lists that the directory does not know; a room
-- named as a device is unknown, and the reverse. Internal. No locks.
-- Outcomes, in order: STAFF_NOT_FOUND (detail staff_id), RESOURCE_NOT_FOUND (detail resource_id); NULL: all are known.
CREATE OR REPLACE FUNCTION catalog.find_unknown(
  p_tenant_id  text,
  p_staff_ids  uuid[],
  p_room_ids   uuid[],
  p_device_ids uuid[],
  OUT outcome  kernel.outcome,
  OUT detail   jsonb
)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  SELECT 'STAFF_NOT_FOUND', jsonb_build_object('staff_id', n.id) INTO outcome, detail
    FROM unnest(p_staff_ids) WITH ORDINALITY AS n (id, position)
    LEFT JOIN directory.find_staff(p_tenant_id, p_staff_ids) AS s ON s.staff_id = n.id
   WHERE s.staff_id IS NULL
   ORDER BY n.position LIMIT 1;
  IF FOUND THEN
    RETURN;
  END IF;

  SELECT 'RESOURCE_NOT_FOUND', jsonb_build_object('resource_id', n.id) INTO outcome, detail
    FROM unnest(p_room_ids || p_device_ids) WITH ORDINALITY AS n (id, position)
    LEFT JOIN directory.find_resources(p_tenant_id, p_room_ids || p_device_ids) AS r
      ON r.resource_id = n.id
     AND r.kind = CASE WHEN n.position <= cardinality(p_room_ids) THEN 'ROOM' ELSE 'DEVICE' END
   WHERE r.resource_id IS NULL
   ORDER BY n.position LIMIT 1;
END;
$$;
REVOKE ALL ON FUNCTION catalog.find_unknown FROM PUBLIC;
