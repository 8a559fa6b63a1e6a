-- Writes what a checkout without problems makes: the issued invoice, the stock movements, the use of the coupon.
-- Returns it as the contract has it. Internal. The caller has locked everything but the next number of the series.
-- Locks: that number.
CREATE OR REPLACE FUNCTION cart.write_checkout(
  p_tenant_id      text,
  p_settings       tenant.tenant,
  p_now            timestamptz,
  p_view           jsonb,
  p_reservation_id uuid,
  p_actor_id       uuid,
  p_note           text
) RETURNS jsonb
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_client_id uuid := p_view ->> 'owner_id';
  v_coupon    text := p_view ->> 'coupon_code';
  v_demand    stock.demand[];
  v_invoice   payment.invoice;
BEGIN
  v_invoice := (payment.write_invoice(p_tenant_id, p_settings, kernel.new_id(), v_client_id, p_view -> 'lines', NULL,
                                      NULL, 'A', NULL, p_note)).invoice;
  SELECT array_agg(ROW((l.line ->> 'item_id')::uuid, NULL, (l.line ->> 'quantity')::bigint)::stock.demand)
    INTO v_demand
    FROM jsonb_array_elements(p_view -> 'lines') AS l (line)
   WHERE l.line ->> 'kind' = 'PRODUCT';
  PERFORM stock.sell(p_tenant_id, p_settings.time_zone, p_now, v_demand, p_reservation_id,
                     ROW('SALE', p_actor_id, v_client_id, v_invoice.invoice_id, NULL, '', '')::stock.cause);
  UPDATE cart.coupon_usage AS u
     SET used = u.used + 1
   WHERE u.tenant_id = p_tenant_id AND u.coupon_code = v_coupon;
  INSERT INTO cart.checkout (tenant_id, invoice_id, client_id, coupon_code, discount_minor, total_minor, units)
  VALUES (p_tenant_id, v_invoice.invoice_id, v_client_id, v_coupon, v_invoice.discount_minor, v_invoice.total_minor,
          (SELECT coalesce(sum(d.quantity), 0) FROM unnest(v_demand) AS d));
  -- last, since its number is what every other checkout of the tenant waits for
  v_invoice := payment.issue(p_tenant_id, p_settings, v_invoice);
  RETURN jsonb_build_object(
    'invoice_id', v_invoice.invoice_id, 'client_id', v_client_id, 'series', v_invoice.series,
    'invoice_number', v_invoice.number, 'currency_code', v_invoice.currency_code, 'net_minor', v_invoice.net_minor,
    'tax_minor', v_invoice.tax_minor, 'discount_minor', v_invoice.discount_minor,
    'total_minor', v_invoice.total_minor, 'coupon_code', v_coupon, 'create_time', v_invoice.create_time);
END;
$$;
REVOKE ALL ON FUNCTION cart.write_checkout FROM PUBLIC;
