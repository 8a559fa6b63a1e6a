-- A cart with its prices, totals and problems as of p_now, as the contract has them; its lines are also what an invoice
-- is made of. What the reservation p_reservation_id holds counts as available. Internal. No locks.
CREATE OR REPLACE FUNCTION cart.show(
  p_tenant_id      text,
  p_settings       tenant.tenant,
  p_now            timestamptz,
  p_cart           cart.cart,
  p_reservation_id uuid
) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_lines      cart.priced_line[];
  v_coupon     record;
  v_calculated record;
  v_problems   jsonb;
  v_view       jsonb;
BEGIN
  v_view := to_jsonb(p_cart) - 'tenant_id' || jsonb_build_object(
    'currency_code', p_settings.currency_code, 'prices_include_tax', p_settings.tax_mode = 'INCLUSIVE');
  v_lines := cart.find_lines(p_tenant_id, p_settings.time_zone, p_now, p_cart, p_reservation_id);
  IF v_lines IS NULL THEN
    RETURN v_view || '{"lines": [], "problems": [], "subtotal_minor": 0, "discount_minor": 0, "net_minor": 0,
                       "tax_minor": 0, "total_minor": 0}';
  END IF;
  v_problems := cart.find_problems(v_lines);

  IF p_cart.coupon_code <> '' THEN
    SELECT c.* INTO v_coupon FROM cart.check_coupon(p_tenant_id, p_settings, p_now, p_cart, v_lines) AS c;
    IF v_coupon.problem IS NOT NULL THEN
      v_problems := v_problems || jsonb_build_object('reason', v_coupon.problem, 'detail', v_coupon.detail);
    END IF;
    FOR v_line IN 1 .. coalesce(cardinality(v_coupon.discounts), 0) LOOP
      v_lines[v_line].asked_minor := v_coupon.discounts[v_line];
    END LOOP;
  END IF;

  SELECT c.* INTO v_calculated
    FROM kernel.calculate_lines(
           ARRAY(SELECT ROW(l.line_number, l.quantity, l.unit_price_minor, l.asked_minor, NULL,
                            l.tax_rate_bp)::kernel.priced_line FROM unnest(v_lines) AS l),
           NULL, NULL, p_settings.tax_mode = 'INCLUSIVE', p_settings.tax_rounding = 'PER_LINE') AS c;
  IF v_calculated.outcome <> 'OK' THEN
    v_problems := jsonb_build_array(jsonb_build_object('reason', v_calculated.outcome, 'detail', '{}'::jsonb))
                  || v_problems;
  END IF;
  RETURN v_view || jsonb_build_object('problems', v_problems) || (
    SELECT jsonb_build_object(
             'lines', jsonb_agg(to_jsonb(l) - '{active,min_quantity,max_quantity,asked,pet_known,species_fits}'::text[]
                                || coalesce(jsonb_strip_nulls(to_jsonb(c)), '{}') ORDER BY l.line_number),
             'subtotal_minor', coalesce(sum(
               c.net_minor + c.discount_minor
                 + CASE p_settings.tax_mode WHEN 'INCLUSIVE' THEN c.tax_minor ELSE 0 END), 0),
             'discount_minor', coalesce(sum(c.discount_minor), 0), 'net_minor', coalesce(sum(c.net_minor), 0),
             'tax_minor', coalesce(sum(c.tax_minor), 0), 'total_minor', coalesce(sum(c.total_minor), 0))
      FROM unnest(v_lines) AS l
      LEFT JOIN unnest(v_calculated.lines) AS c ON c.line_number = l.line_number);
END;
$$;
REVOKE ALL ON FUNCTION cart.show FROM PUBLIC;
