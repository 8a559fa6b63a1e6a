-- What Corral's functions are compared with. Only the benchmark has these: they are not safe.

-- Books as booking.book_appointment_atomic does, but locks the staff member first: a common way, here for comparison.
CREATE OR REPLACE FUNCTION bench.book_lock_first(
  p_tenant text, p_pet_id uuid, p_service_id uuid, p_start timestamptz, p_staff_id uuid
) RETURNS kernel.outcome LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM directory.staff AS s WHERE s.tenant_id = p_tenant AND s.staff_id = p_staff_id FOR NO KEY UPDATE;
  RETURN (booking.book_appointment_atomic(
    p_tenant, bench.actor(), 'ADMIN', gen_random_uuid(), bench.hash(), p_pet_id, ARRAY[p_service_id], p_start, NULL,
    p_staff_id, NULL, '', NULL)).outcome;
END;
$$;

-- Records a payment as payment.record_invoice_payment does, without what makes it safe: no stored answer and so no
-- replay, no audit, the rights of the caller, no search_path of its own. Locks, checks and ledger are there.
CREATE OR REPLACE FUNCTION bench.record_payment_bare(
  p_tenant_id text, p_invoice_id uuid, p_amount_minor bigint, p_method_id text,
  OUT outcome kernel.outcome, OUT invoice payment.invoice, OUT payment payment.payment
) LANGUAGE plpgsql AS $$
DECLARE
  v_settings tenant.tenant := tenant.find_tenant(p_tenant_id);
  v_checked  record;
BEGIN
  invoice := payment.find_invoice(p_tenant_id, p_invoice_id);
  IF invoice.invoice_id IS NULL THEN
    outcome := 'INVOICE_NOT_FOUND';
    RETURN;
  END IF;
  SELECT c.* INTO v_checked
    FROM payment.check_payment(p_tenant_id, v_settings, invoice, 'PYG', p_amount_minor, p_method_id, '', false) AS c;
  outcome := v_checked.outcome;
  IF outcome <> 'OK' THEN
    RETURN;
  END IF;
  INSERT INTO payment.payment AS p (
    tenant_id, payment_id, invoice_id, client_id, method_id, reference, currency_code, amount_minor, surplus_minor,
    state, settle_time)
  VALUES (p_tenant_id, kernel.new_id(), p_invoice_id, invoice.client_id, p_method_id, '', invoice.currency_code,
          p_amount_minor, 0, 'SETTLED', now())
  RETURNING p.* INTO payment;
  invoice := payment.settle_invoice(p_tenant_id, p_invoice_id, p_amount_minor, 0, 0);
  PERFORM payment.post(p_tenant_id, 'PAYMENT', invoice.client_id, p_invoice_id, -p_amount_minor, 0, 0, p_amount_minor);
END;
$$;

-- The staff member and the pets of the moving slots, and the first slot of theirs that nobody has asked for.
CREATE TABLE IF NOT EXISTS bench.moving (step integer);
INSERT INTO bench.moving SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM bench.moving);
SELECT bench.expect((directory.upsert_staff(
         'b00', bench.actor(), 'ADMIN', gen_random_uuid(), bench.hash(), bench.id(1, 0, 21), 'Vet', 'VET',
         true)).outcome, 'OK'),
       bench.expect((directory.set_working_hours(
         'b00', bench.actor(), 'ADMIN', gen_random_uuid(), bench.hash(), bench.id(1, 0, 21), '{1,2,3,4,5,6,7}',
         '{0,0,0,0,0,0,0}', '{1440,1440,1440,1440,1440,1440,1440}', '{f,f,f,f,f,f,f}')).outcome, 'OK');
SELECT bench.expect(r.outcome, 'OK')
  FROM generate_series(31, 32) AS n,
       LATERAL directory.upsert_pet('b00', bench.actor(), 'ADMIN', gen_random_uuid(), bench.hash(),
                                    bench.id(3, 0, n), bench.id(2, 0, n), 'Pet', 'dog', 'ACTIVE') AS r;
