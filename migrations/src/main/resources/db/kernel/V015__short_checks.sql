-- The rules of a row, each table's in one function. PostgreSQL reads the text of a CHECK again in every statement that
-- writes to the table, which cost more than the write; a call of a function is short, and its body stays compiled.
-- These functions are part of their constraint: never replaced, or rows that were checked by the old one would stay. A
-- new rule is a new function and a new constraint, which checks what is there.
CREATE FUNCTION payment.is_sound_invoice(
  p_state    text,
  p_number   bigint,
  p_net      bigint,
  p_tax      bigint,
  p_total    bigint,
  p_paid     bigint,
  p_pending  bigint,
  p_refunded bigint
) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN p_state IN ('DRAFT', 'ISSUED', 'PARTIALLY_PAID', 'PAID', 'VOID')
    AND (p_state IN ('DRAFT', 'VOID') OR p_number >= 1)
    AND p_net >= 0 AND p_tax >= 0 AND p_total = p_net + p_tax
    AND p_paid >= 0 AND p_pending >= 0 AND p_paid + p_pending <= p_total
    AND p_refunded >= 0
    AND CASE p_state WHEN 'PAID' THEN p_paid = p_total
                     WHEN 'PARTIALLY_PAID' THEN p_paid BETWEEN 1 AND p_total - 1
                     WHEN 'ISSUED' THEN p_paid = 0 AND p_total > 0
                     ELSE p_paid = 0 AND p_pending = 0
        END;
END;
$$;
REVOKE ALL ON FUNCTION payment.is_sound_invoice FROM PUBLIC;

CREATE FUNCTION payment.is_sound_payment(
  p_state       text,
  p_amount      bigint,
  p_surplus     bigint,
  p_refunded    bigint,
  p_settle_time timestamptz
) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN p_state IN ('PENDING', 'SETTLED', 'FAILED')
    AND p_amount >= 0 AND p_surplus >= 0 AND p_amount + p_surplus >= 1
    AND p_refunded BETWEEN 0 AND p_amount
    AND (p_state = 'PENDING') = (p_settle_time IS NULL)
    AND (p_state = 'SETTLED' OR p_refunded = 0);
END;
$$;
REVOKE ALL ON FUNCTION payment.is_sound_payment FROM PUBLIC;

CREATE FUNCTION payment.is_sound_entry(
  p_account text,
  p_kind    text,
  p_amount  bigint
) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN p_account IN ('OWED', 'CREDIT', 'SALES', 'MONEY')
    AND p_kind IN ('INVOICE', 'VOID', 'PAYMENT', 'REFUND', 'CREDIT')
    AND p_amount <> 0;
END;
$$;
REVOKE ALL ON FUNCTION payment.is_sound_entry FROM PUBLIC;

CREATE FUNCTION stock.is_sound_movement(
  p_quantity    bigint,
  p_unit_cost   bigint,
  p_reason      text,
  p_returned_id uuid
) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN p_quantity <> 0
    AND p_unit_cost >= 0
    AND p_reason IN ('RECEIPT', 'SALE', 'TRANSFER', 'COUNT', 'DAMAGE', 'THEFT', 'EXPIRY', 'RETURN', 'CORRECTION',
                     'OTHER')
    AND (p_returned_id IS NULL OR p_reason = 'RETURN' AND p_quantity > 0);
END;
$$;
REVOKE ALL ON FUNCTION stock.is_sound_movement FROM PUBLIC;

ALTER TABLE payment.invoice
  DROP CONSTRAINT invoice_state_check,
  DROP CONSTRAINT invoice_number_check,
  DROP CONSTRAINT invoice_total_check,
  DROP CONSTRAINT invoice_paid_check,
  DROP CONSTRAINT invoice_refunded_check,
  DROP CONSTRAINT invoice_settled_check,
  ADD CONSTRAINT invoice_sound_check CHECK (payment.is_sound_invoice(
    state, number, net_minor, tax_minor, total_minor, paid_minor, pending_minor, refunded_minor));
ALTER TABLE payment.payment
  DROP CONSTRAINT payment_amount_check,
  DROP CONSTRAINT payment_refunded_check,
  DROP CONSTRAINT payment_state_check,
  DROP CONSTRAINT payment_settled_check,
  DROP CONSTRAINT payment_unsettled_check,
  ADD CONSTRAINT payment_sound_check CHECK (payment.is_sound_payment(
    state, amount_minor, surplus_minor, refunded_minor, settle_time));
ALTER TABLE payment.ledger
  DROP CONSTRAINT ledger_account_check,
  DROP CONSTRAINT ledger_kind_check,
  DROP CONSTRAINT ledger_amount_check,
  ADD CONSTRAINT ledger_sound_check CHECK (payment.is_sound_entry(account, kind, amount_minor));
ALTER TABLE stock.movement
  DROP CONSTRAINT movement_quantity_check,
  DROP CONSTRAINT movement_unit_cost_minor_check,
  DROP CONSTRAINT movement_reason_check,
  DROP CONSTRAINT movement_returned_check,
  ADD CONSTRAINT movement_sound_check CHECK (stock.is_sound_movement(quantity, unit_cost_minor, reason, returned_id));

-- Its parameters change: it is given the method of the payment.
DROP FUNCTION IF EXISTS payment.payment_faults;
