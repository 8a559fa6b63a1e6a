-- What a checkout would refuse these lines for, by kind, then by line: [{line_number, reason, detail}]. What is about a
-- product as a whole is said of its first line. Internal. No locks.
-- In PL/pgSQL, since a SQL function of this form is planned anew at every call.
CREATE OR REPLACE FUNCTION cart.find_problems(
  p_lines cart.priced_line[]
) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN (
    SELECT coalesce(jsonb_agg(jsonb_build_object('line_number', l.line_number, 'reason', p.reason,
                                                 'detail', l.item || p.detail) ORDER BY p.rank, l.line_number), '[]')
      FROM (SELECT l.*, l.line_number = min(l.line_number) OVER (PARTITION BY l.kind, l.item_id) AS is_first,
                   jsonb_build_object(CASE l.kind WHEN 'PRODUCT' THEN 'product_id' ELSE 'service_id' END,
                                      l.item_id) AS item
              FROM unnest(p_lines) AS l) AS l
     CROSS JOIN LATERAL (VALUES
       (1, 'PET_NOT_FOUND', NOT l.pet_known, jsonb_build_object('pet_id', l.pet_id)),
       (2, 'PRODUCT_INACTIVE', l.kind = 'PRODUCT' AND NOT l.active, '{}'),
       (3, 'SERVICE_INACTIVE', l.kind = 'SERVICE' AND NOT l.active, '{}'),
       (4, 'SPECIES_NOT_ALLOWED', NOT l.species_fits, jsonb_build_object('pet_id', l.pet_id)),
       (5, 'PRESCRIPTION_REQUIRED', l.requires_prescription AND l.prescription = '', '{}'),
       (6, 'QUANTITY_NOT_ALLOWED', l.is_first AND (l.asked < l.min_quantity OR l.asked > l.max_quantity),
           jsonb_build_object('asked', l.asked, 'min', greatest(l.min_quantity, 1),
                              'max', coalesce(l.max_quantity, 5000))),
       (7, 'OUT_OF_STOCK', l.is_first AND l.asked > l.available,
           jsonb_build_object('asked', l.asked, 'available', l.available))) AS p (rank, reason, holds, detail)
     WHERE p.holds);
END;
$$;
REVOKE ALL ON FUNCTION cart.find_problems FROM PUBLIC;
