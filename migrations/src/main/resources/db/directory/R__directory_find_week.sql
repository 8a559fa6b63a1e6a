-- Returns the stored week of the clinic (nil UUID) or of a staff member as four lists of equal length, one element a
-- window or break, by weekday. Internal. No locks.
CREATE OR REPLACE FUNCTION directory.find_week(
  p_tenant_id       text,
  p_owner_id        uuid,
  OUT weekdays      integer[],
  OUT start_minutes integer[],
  OUT end_minutes   integer[],
  OUT breaks        boolean[]
)
LANGUAGE sql STABLE
AS $$
  SELECT coalesce(array_agg(w.weekday), '{}'), coalesce(array_agg(w.start_minute), '{}'),
         coalesce(array_agg(w.end_minute), '{}'), coalesce(array_agg(w.is_break), '{}')
    FROM (SELECT h.weekday, h.start_minute, h.end_minute, h.is_break
            FROM directory.working_hours AS h
           WHERE h.tenant_id = p_tenant_id AND h.owner_id = p_owner_id
           ORDER BY h.weekday, h.is_break, h.start_minute, h.end_minute) AS w
$$;
REVOKE ALL ON FUNCTION directory.find_week FROM PUBLIC;
