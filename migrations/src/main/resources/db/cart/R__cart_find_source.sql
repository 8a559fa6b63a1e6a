-- The lines that a merge brings: those of a guest's cart, or those of a device, the same line twice as one with the sum
-- of the quantities. Internal. No locks: the caller has locked the carts.
-- p_lines: [{kind, item_id, variant, pet_id, quantity, prescription}]; NULL: the guest's.
CREATE OR REPLACE FUNCTION cart.find_source(
  p_tenant_id   text,
  p_guest_token uuid,
  p_lines       jsonb
) RETURNS TABLE (
  kind text, item_id uuid, variant text, pet_id uuid, quantity integer, prescription text, place bigint)
LANGUAGE sql STABLE
AS $$
  SELECT l.kind, l.item_id, l.variant, l.pet_id, l.quantity, l.prescription, l.position
    FROM cart.line AS l
   WHERE l.tenant_id = p_tenant_id AND l.owner_id = p_guest_token AND l.guest
   UNION ALL
  SELECT i.line ->> 'kind', (i.line ->> 'item_id')::uuid, i.line ->> 'variant',
         coalesce((i.line ->> 'pet_id')::uuid, '00000000-0000-0000-0000-000000000000'),
         sum((i.line ->> 'quantity')::integer)::integer, max(i.line ->> 'prescription'), min(i.position)
    FROM jsonb_array_elements(p_lines) WITH ORDINALITY AS i (line, position)
   GROUP BY 1, 2, 3, 4
$$;
REVOKE ALL ON FUNCTION cart.find_source FROM PUBLIC;
