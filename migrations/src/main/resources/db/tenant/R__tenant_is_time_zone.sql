-- Whether PostgreSQL knows an IANA zone of this name. Internal. No locks; reads every zone file, some 30 ms, unless the
-- answer is known without them.
CREATE OR REPLACE FUNCTION tenant.is_time_zone(
  p_time_zone text
) RETURNS boolean
LANGUAGE sql STABLE
AS $$
  SELECT p_time_zone = 'UTC' OR EXISTS (
    SELECT 1 FROM pg_catalog.pg_timezone_names AS z
     WHERE z.name = p_time_zone AND z.name !~ '^(posix|right)/'
       AND z.name NOT IN ('localtime', 'Factory', 'posixrules'))
$$;
REVOKE ALL ON FUNCTION tenant.is_time_zone FROM PUBLIC;
