-- Checks what a draft is to hold and stores it with its lines, or changes nothing. Internal.
-- Outcomes, in order: CLIENT_NOT_FOUND, DUE_DATE_IN_PAST, INVALID_DISCOUNT, AMOUNT_TOO_LARGE. Locks: the invoice.
-- p_lines: [{description, item_id, quantity, unit_price_minor, asked_minor, asked_bp, tax_rate_bp}].
CREATE OR REPLACE FUNCTION payment.write_invoice(
  p_tenant_id      text,
  p_settings       tenant.tenant,
  p_invoice_id     uuid,
  p_client_id      uuid,
  p_lines          jsonb,
  p_discount_minor bigint,
  p_discount_bp    integer,
  p_series         text,
  p_due_date       date,
  p_note           text,
  OUT outcome      kernel.outcome,
  OUT invoice      payment.invoice
)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_calculated record;
BEGIN
  -- check
  IF (directory.find_client(p_tenant_id, NULL, 'SERVICE', p_client_id)).client_id IS NULL THEN
    outcome := 'CLIENT_NOT_FOUND';
    RETURN;
  ELSIF p_due_date < (now() AT TIME ZONE p_settings.time_zone)::date THEN
    outcome := 'DUE_DATE_IN_PAST';
    RETURN;
  END IF;
  SELECT c.* INTO v_calculated
    FROM kernel.calculate_lines(
           (SELECT array_agg(ROW(l.line_number, (l.line ->> 'quantity')::bigint,
                                 (l.line ->> 'unit_price_minor')::bigint, (l.line ->> 'asked_minor')::bigint,
                                 (l.line ->> 'asked_bp')::integer,
                                 (l.line ->> 'tax_rate_bp')::integer)::kernel.priced_line)
              FROM jsonb_array_elements(p_lines) WITH ORDINALITY AS l (line, line_number)),
           p_discount_minor, p_discount_bp, p_settings.tax_mode = 'INCLUSIVE',
           p_settings.tax_rounding = 'PER_LINE') AS c;
  outcome := v_calculated.outcome;
  IF outcome <> 'OK' THEN
    RETURN;
  END IF;

  -- write
  INSERT INTO payment.invoice AS i (
    tenant_id, invoice_id, client_id, series, currency_code, prices_include_tax, net_minor, tax_minor, total_minor,
    discount_minor, due_date, note)
  SELECT p_tenant_id, p_invoice_id, p_client_id, p_series, p_settings.currency_code, p_settings.tax_mode = 'INCLUSIVE',
         sum(c.net_minor), sum(c.tax_minor), sum(c.total_minor), sum(c.discount_minor), p_due_date, p_note
    FROM unnest(v_calculated.lines) AS c
      ON CONFLICT ON CONSTRAINT invoice_pkey DO UPDATE
     SET client_id = excluded.client_id, series = excluded.series, prices_include_tax = excluded.prices_include_tax,
         net_minor = excluded.net_minor, tax_minor = excluded.tax_minor, total_minor = excluded.total_minor,
         discount_minor = excluded.discount_minor, due_date = excluded.due_date, note = excluded.note,
         version = i.version + 1, update_time = now()
  RETURNING i.* INTO invoice;
  DELETE FROM payment.invoice_line AS l WHERE l.tenant_id = p_tenant_id AND l.invoice_id = p_invoice_id;
  INSERT INTO payment.invoice_line (
    tenant_id, invoice_id, line_number, description, item_id, quantity, unit_price_minor, asked_minor, asked_bp,
    tax_rate_bp, discount_minor, net_minor, tax_minor, total_minor)
  SELECT p_tenant_id, p_invoice_id, c.line_number, l.line ->> 'description', (l.line ->> 'item_id')::uuid,
         (l.line ->> 'quantity')::bigint, (l.line ->> 'unit_price_minor')::bigint, (l.line ->> 'asked_minor')::bigint,
         (l.line ->> 'asked_bp')::integer, (l.line ->> 'tax_rate_bp')::integer, c.discount_minor, c.net_minor,
         c.tax_minor, c.total_minor
    FROM jsonb_array_elements(p_lines) WITH ORDINALITY AS l (line, line_number)
    JOIN unnest(v_calculated.lines) AS c ON c.line_number = l.line_number;
END;
$$;
REVOKE ALL ON FUNCTION payment.write_invoice FROM PUBLIC;
