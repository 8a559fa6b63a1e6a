-- Writes one posting to the ledger and keeps the client's store credit in step: the one writer of both. Internal.
-- Each amount is how much the account rises: what the client owes, the client's credit, the clinic's sales, its money.
-- They must balance: owed + money = credit + sales. Locks: the client's credit, when it changes.
CREATE OR REPLACE FUNCTION payment.post(
  p_tenant_id  text,
  p_kind       text,
  p_client_id  uuid,
  p_invoice_id uuid,
  p_owed       bigint,
  p_credit     bigint,
  p_sales      bigint,
  p_money      bigint
) RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_posting_id uuid := kernel.new_id();
  v_now        timestamptz := clock_timestamp(); -- one for all entries, so that a statement never shows a part
BEGIN
  INSERT INTO payment.ledger (tenant_id, posting_id, account, kind, client_id, invoice_id, amount_minor, create_time)
  SELECT p_tenant_id, v_posting_id, e.account, p_kind, p_client_id, p_invoice_id, e.amount_minor, v_now
    FROM (VALUES ('OWED', p_owed), ('CREDIT', -p_credit), ('SALES', -p_sales), ('MONEY', p_money))
           AS e (account, amount_minor)
   WHERE e.amount_minor <> 0;

  IF p_credit <> 0 THEN
    -- made first: a negative change would fail the CHECK as a new row before it met the one that is there
    INSERT INTO payment.credit (tenant_id, client_id, credit_minor)
    VALUES (p_tenant_id, p_client_id, 0)
        ON CONFLICT ON CONSTRAINT credit_pkey DO NOTHING;
    UPDATE payment.credit AS c
       SET credit_minor = c.credit_minor + p_credit
     WHERE c.tenant_id = p_tenant_id AND c.client_id = p_client_id;
  END IF;
END;
$$;
REVOKE ALL ON FUNCTION payment.post FROM PUBLIC;
