-- Returns a coupon, active or not, to another function, or a row of NULLs; the code in any letter case. Internal.
-- No locks. In upper case as ASCII has it, whatever the language of the database.
CREATE OR REPLACE FUNCTION catalog.find_coupon(
  p_tenant_id   text,
  p_coupon_code text
) RETURNS catalog.coupon
LANGUAGE sql STABLE
AS $$
  SELECT c.*
    FROM catalog.coupon AS c
   WHERE c.tenant_id = p_tenant_id AND c.coupon_code = upper(p_coupon_code COLLATE "C") COLLATE "default"
$$;
REVOKE ALL ON FUNCTION catalog.find_coupon FROM PUBLIC;
