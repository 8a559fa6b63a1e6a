-- What stands in every one of these lists, ascending. Internal. No locks.
-- Each list is an array in its text form and holds nothing twice. NULL when there is no list: then nothing is excluded.
CREATE OR REPLACE FUNCTION kernel.common_elements(
  p_lists text[]
) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN p_lists IS NOT NULL THEN
           ARRAY(SELECT e.element
                   FROM unnest(p_lists) AS l (list), unnest(l.list::text[]) AS e (element)
                  GROUP BY e.element
                 HAVING count(*) = cardinality(p_lists)
                  ORDER BY e.element)
         END
$$;
REVOKE ALL ON FUNCTION kernel.common_elements FROM PUBLIC;
