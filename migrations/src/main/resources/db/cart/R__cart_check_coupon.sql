-- Whether a cart's coupon is good for these lines, and what it takes off each. Internal. No locks: a checkout has
-- locked the coupon's usage. discounts: [amount by line], NULL when there is none.
-- Problems, in order: COUPON_NOT_VALID, those of cart.check_uses, COUPON_MINIMUM_NOT_REACHED, COUPON_NOT_APPLICABLE.
CREATE OR REPLACE FUNCTION cart.check_coupon(
  p_tenant_id   text,
  p_settings    tenant.tenant,
  p_now         timestamptz,
  p_cart        cart.cart,
  p_lines       cart.priced_line[],
  OUT problem   text,
  OUT detail    jsonb,
  OUT discounts bigint[]
)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_coupon   catalog.coupon := catalog.find_coupon(p_tenant_id, p_cart.coupon_code);
  v_today    date := (p_now AT TIME ZONE p_settings.time_zone)::date;
  v_all      boolean := v_coupon.product_ids = '{}' AND v_coupon.service_ids = '{}';
  v_subtotal numeric;
  v_base     numeric;
  v_scope    kernel.priced_line[];
BEGIN
  SELECT coalesce(sum(l.quantity::numeric * l.unit_price_minor), 0),
         coalesce(sum(l.quantity::numeric * l.unit_price_minor) FILTER (WHERE l.good), 0),
         array_agg(ROW(l.line_number, l.quantity, l.unit_price_minor, NULL, NULL, l.tax_rate_bp)::kernel.priced_line)
           FILTER (WHERE l.good)
    INTO v_subtotal, v_base, v_scope
    FROM (SELECT l.*, v_all OR l.item_id = ANY (CASE l.kind WHEN 'PRODUCT' THEN v_coupon.product_ids
                                                            ELSE v_coupon.service_ids END) AS good
            FROM unnest(p_lines) AS l) AS l;

  problem := CASE
    WHEN NOT v_coupon.active OR v_today < v_coupon.first_date OR v_today > v_coupon.last_date THEN 'COUPON_NOT_VALID'
    ELSE coalesce(cart.check_uses(p_tenant_id, p_cart, v_coupon),
                  CASE WHEN v_subtotal < v_coupon.min_subtotal_minor THEN 'COUPON_MINIMUM_NOT_REACHED'
                       WHEN v_scope IS NULL THEN 'COUPON_NOT_APPLICABLE' END)
  END;
  detail := CASE problem
    WHEN 'COUPON_NOT_VALID' THEN
      jsonb_strip_nulls(jsonb_build_object('first_date', v_coupon.first_date, 'last_date', v_coupon.last_date))
    WHEN 'COUPON_MINIMUM_NOT_REACHED' THEN
      jsonb_build_object('min_subtotal_minor', v_coupon.min_subtotal_minor, 'subtotal_minor', v_subtotal)
    ELSE '{}'
  END;
  IF problem IS NOT NULL OR v_subtotal > 1000000000000000 THEN
    RETURN;
  END IF;

  -- as the discount of a bill of these lines, so that the calculator spreads it
  discounts := ARRAY(
    SELECT coalesce(c.discount_minor, 0)
      FROM unnest(p_lines) AS l
      LEFT JOIN unnest((kernel.calculate_lines(
             v_scope,
             least(v_base, coalesce(v_coupon.amount_minor, div(2 * v_base * v_coupon.rate_bp + 10000, 20000)),
                   nullif(v_coupon.max_discount_minor, 0))::bigint,
             NULL, p_settings.tax_mode = 'INCLUSIVE', true)).lines) AS c ON c.line_number = l.line_number
     ORDER BY l.line_number);
END;
$$;
REVOKE ALL ON FUNCTION cart.check_coupon FROM PUBLIC;
