-- Issues a draft that the caller has locked or just made: number, dates, what the client owes. Internal.
-- Locks: the invoice, the next number of its series.
CREATE OR REPLACE FUNCTION payment.issue(
  p_tenant_id text,
  p_settings  tenant.tenant,
  p_invoice   payment.invoice
) RETURNS payment.invoice
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_today   date := (now() AT TIME ZONE p_settings.time_zone)::date;
  v_number  bigint;
  v_invoice payment.invoice;
BEGIN
  INSERT INTO payment.series AS s (tenant_id, series, last_number)
  VALUES (p_tenant_id, p_invoice.series, 1)
      ON CONFLICT ON CONSTRAINT series_pkey DO UPDATE SET last_number = s.last_number + 1
  RETURNING s.last_number INTO v_number;

  UPDATE payment.invoice AS i
     SET number = v_number, issue_date = v_today, due_date = coalesce(i.due_date, v_today + 30),
         state = CASE i.total_minor WHEN 0 THEN 'PAID' ELSE 'ISSUED' END,
         version = i.version + 1, update_time = now()
   WHERE i.tenant_id = p_tenant_id AND i.invoice_id = p_invoice.invoice_id
  RETURNING i.* INTO v_invoice;
  PERFORM payment.post(p_tenant_id, 'INVOICE', v_invoice.client_id, v_invoice.invoice_id,
                       v_invoice.total_minor, 0, v_invoice.total_minor, 0);
  RETURN v_invoice;
END;
$$;
REVOKE ALL ON FUNCTION payment.issue FROM PUBLIC;
