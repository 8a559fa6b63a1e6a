-- What there is of products at each location, as of p_now. Internal. No locks.
-- What the reservation p_reservation_id holds, if it has not expired, is told as own and counts as free to it, as long
-- as there is something good: when lots have become unusable, who comes first to take what was held gets it.
-- OFFSET 0 keeps the planner to one lot at a time by its key, also before the tables were ever analysed.
CREATE OR REPLACE FUNCTION stock.levels(
  p_tenant_id      text,
  p_time_zone      text,
  p_now            timestamptz,
  p_product_ids    uuid[],
  p_reservation_id uuid
) RETURNS TABLE (
  product_id uuid, location_id text, on_hand bigint, reserved bigint, unusable bigint, own bigint, available bigint)
LANGUAGE sql STABLE
AS $$
  SELECT l.product_id, l.location_id, l.on_hand, h.reserved, u.unusable, h.own,
         greatest(l.on_hand - h.reserved - u.unusable, least(h.own, l.on_hand - u.unusable), 0)
    FROM stock.level AS l
   CROSS JOIN LATERAL (
     SELECT coalesce(sum(r.held), 0)::bigint AS own
       FROM stock.reservation_item AS r
      WHERE r.tenant_id = p_tenant_id AND r.reservation_id = p_reservation_id
        AND r.product_id = l.product_id AND r.location_id = l.location_id AND r.expire_time > p_now) AS o
   CROSS JOIN LATERAL (
     SELECT o.own, (l.reserved - o.own - coalesce(sum(r.held), 0))::bigint AS reserved
       FROM stock.reservation_item AS r
      WHERE r.tenant_id = p_tenant_id AND r.product_id = l.product_id AND r.location_id = l.location_id
        AND r.held > 0 AND r.expire_time <= p_now) AS h
   CROSS JOIN LATERAL (
     SELECT coalesce(sum(c.on_hand), 0)::bigint AS unusable
       FROM stock.lot_level AS c
      CROSS JOIN LATERAL (
        SELECT t.recalled, t.expiry_date
          FROM stock.lot AS t
         WHERE t.tenant_id = p_tenant_id AND t.lot_id = c.lot_id
        OFFSET 0) AS t
      WHERE c.tenant_id = p_tenant_id AND c.product_id = l.product_id AND c.location_id = l.location_id
        AND (t.recalled OR t.expiry_date < (p_now AT TIME ZONE p_time_zone)::date)) AS u
   WHERE l.tenant_id = p_tenant_id AND l.product_id = ANY (p_product_ids)
$$;
REVOKE ALL ON FUNCTION stock.levels FROM PUBLIC;
