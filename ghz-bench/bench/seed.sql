-- The clinics of the benchmark: 100 tenants, b00 to b99, filled through the functions that clients reach by RPC. Run
-- once on a new database; seed.py then calls bench.seed_tenant for every tenant, several sessions at once.
-- Everything here is in the schema bench, which no server sees. Ids are counted, so that Python (world.py) and pgbench
-- name the same things without asking: bench.id(kind, tenant, n).
-- Kinds: 1 staff, 2 client, 3 pet, 4 service, 5 product, 6 requests of the seed, 7 guests.
CREATE SCHEMA bench;

CREATE FUNCTION bench.tenant(p_tenant integer) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT 'b' || lpad(p_tenant::text, 2, '0') $$;

CREATE FUNCTION bench.id(p_kind integer, p_tenant integer, p_n integer) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT ('0000000' || p_kind::text || '-' || lpad(p_tenant::text, 4, '0') || '-4000-8000-'
           || lpad(p_n::text, 12, '0'))::uuid $$;

-- Who calls, and the hash of a request: 32 bytes, as the service passes.
CREATE FUNCTION bench.actor() RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT '00000000-0000-4000-8000-00000000000a'::uuid $$;
CREATE FUNCTION bench.hash() RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT '\x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'::bytea $$;

-- Stops what calls it unless an outcome is one of those that are expected.
CREATE FUNCTION bench.expect(p_outcome kernel.outcome, VARIADIC p_expected text[]) RETURNS integer
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF p_outcome::text = ANY (p_expected) THEN
    RETURN 1;
  END IF;
  RAISE 'unexpected outcome %', p_outcome;
END;
$$;

-- What was seeded, and the next unused block of slots. Slot g is of tenant g % 100 and there of number k = g / 100:
-- staff member and pet 1 + k % 20, start first_slot + k / 20 x 15 minutes. A block has 100,000 slots: 12.5 hours.
CREATE TABLE bench.setup AS
SELECT :clients::integer AS clients, :hot_clients::integer AS hot_clients, :invoices::integer AS invoices,
       :products::integer AS products, :appointments::integer AS appointments,
       date_trunc('day', now(), 'UTC') + interval '2 days' AS first_slot;
CREATE SEQUENCE bench.block MINVALUE 1;

CREATE FUNCTION bench.slot(p_step integer) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT s.first_slot + p_step * interval '15 minutes' FROM bench.setup AS s $$;

-- Ids that the database made, by number: n % 100 is the tenant; appointment n is of staff member 1 + n / 100 % 20.
CREATE TABLE bench.invoice (n integer, tenant_id text, invoice_id uuid, CONSTRAINT invoice_pkey PRIMARY KEY (n));
CREATE TABLE bench.appointment (
  n integer, tenant_id text, appointment_id uuid, CONSTRAINT appointment_pkey PRIMARY KEY (n));

-- The clinic: open day and night, so that there are slots enough; staff, a service of 15 minutes, a way to pay.
CREATE PROCEDURE bench.seed_clinic(p_tenant integer) LANGUAGE plpgsql AS $$
DECLARE
  t text := bench.tenant(p_tenant);
BEGIN
  PERFORM bench.expect((tenant.create_tenant(
    t, bench.actor(), 'PLATFORM', gen_random_uuid(), bench.hash(), 'Bench', 'PYG', 'UTC', 'INCLUSIVE', 'PER_LINE',
    0, 730, 0, 15, 'REFUSE', 'METHOD')).outcome, 'OK');
  PERFORM bench.expect((payment.upsert_payment_method(
    t, bench.actor(), 'ADMIN', gen_random_uuid(), bench.hash(), 'cash', 'Cash', false, 0, 0, true)).outcome, 'OK');
  PERFORM bench.expect((directory.set_working_hours(
    t, bench.actor(), 'ADMIN', gen_random_uuid(), bench.hash(), NULL, '{1,2,3,4,5,6,7}', '{0,0,0,0,0,0,0}',
    '{1440,1440,1440,1440,1440,1440,1440}', '{f,f,f,f,f,f,f}')).outcome, 'OK');
  PERFORM bench.expect((catalog.upsert_service(
    t, bench.actor(), 'ADMIN', gen_random_uuid(), bench.hash(), bench.id(4, p_tenant, 1), 'Visit', 15, 0, 0, '{}',
    '{}', '{}', '{}', '{}', NULL, '{}', '{}', '{}', 1000, 1000, true)).outcome, 'OK');
  PERFORM bench.expect(r.outcome, 'OK')
    FROM generate_series(1, 20) AS n,
         LATERAL directory.upsert_staff(
           t, bench.actor(), 'ADMIN', gen_random_uuid(), bench.hash(), bench.id(1, p_tenant, n), 'Vet', 'VET',
           true) AS r;
  PERFORM bench.expect(r.outcome, 'OK')
    FROM generate_series(1, 20) AS n,
         LATERAL directory.set_working_hours(
           t, bench.actor(), 'ADMIN', gen_random_uuid(), bench.hash(), bench.id(1, p_tenant, n), '{1,2,3,4,5,6,7}',
           '{0,0,0,0,0,0,0}', '{1440,1440,1440,1440,1440,1440,1440}', '{f,f,f,f,f,f,f}') AS r;
END;
$$;

-- Clients, 30 pets, products and their stock. The first tenant has more clients, for the checkouts of one hot product.
CREATE PROCEDURE bench.seed_shop(p_tenant integer, p_setup bench.setup) LANGUAGE plpgsql AS $$
DECLARE
  t text := bench.tenant(p_tenant);
BEGIN
  PERFORM bench.expect(r.outcome, 'OK')
    FROM generate_series(1, CASE p_tenant WHEN 0 THEN p_setup.hot_clients ELSE p_setup.clients END) AS n,
         LATERAL directory.upsert_client(
           t, bench.actor(), 'ADMIN', gen_random_uuid(), bench.hash(), bench.id(2, p_tenant, n), 'Client', '',
           '') AS r;
  PERFORM bench.expect(r.outcome, 'OK')
    FROM generate_series(1, 30) AS n,
         LATERAL directory.upsert_pet(
           t, bench.actor(), 'ADMIN', gen_random_uuid(), bench.hash(), bench.id(3, p_tenant, n),
           bench.id(2, p_tenant, n), 'Pet', 'dog', 'ACTIVE') AS r;
  PERFORM bench.expect(r.outcome, 'OK')
    FROM generate_series(1, p_setup.products) AS n,
         LATERAL catalog.upsert_product(
           t, bench.actor(), 'ADMIN', gen_random_uuid(), bench.hash(), bench.id(5, p_tenant, n), 'Product', 'piece',
           1100, 1000, false, '{}', 0, 0, 0, true) AS r;
  PERFORM bench.expect(r.outcome, 'OK')
    FROM (SELECT jsonb_agg(jsonb_build_object('product_id', bench.id(5, p_tenant, n), 'quantity', 1000000,
                                             'lot_code', '')) AS items
            FROM generate_series(1, p_setup.products) AS n
           GROUP BY n / 50) AS d,
         LATERAL stock.receive_stock(
           t, bench.actor(), 'ADMIN', gen_random_uuid(), bench.hash(), d.items, 'main', '', '') AS r;
END;
$$;

-- Issued invoices of a total that a million payments do not reach, and visits in the first blocks of slots.
CREATE PROCEDURE bench.seed_history(p_tenant integer, p_setup bench.setup) LANGUAGE plpgsql AS $$
DECLARE
  t text := bench.tenant(p_tenant);
BEGIN
  INSERT INTO bench.invoice (n, tenant_id, invoice_id)
  SELECT n * 100 + p_tenant, t, (r.invoice).invoice_id
    FROM generate_series(0, p_setup.invoices - 1) AS n,
         LATERAL payment.create_invoice(
           t, bench.actor(), 'ADMIN', gen_random_uuid(), bench.hash(), bench.id(2, p_tenant, 1 + n % p_setup.clients),
           '[{"description": "Care", "quantity": 1, "unit_price_minor": 100000000, "tax_rate_bp": 1000}]', 0, 0, 'A',
           NULL, '', true) AS r
   WHERE bench.expect(r.outcome, 'OK') = 1;
  INSERT INTO bench.appointment (n, tenant_id, appointment_id)
  SELECT k * 100 + p_tenant, t, (r.appointment).appointment_id
    FROM generate_series(0, p_setup.appointments - 1) AS k,
         LATERAL booking.book_appointment_atomic(
           t, bench.actor(), 'ADMIN', gen_random_uuid(), bench.hash(), bench.id(3, p_tenant, 1 + k % 20),
           ARRAY[bench.id(4, p_tenant, 1)], bench.slot(k / 20), NULL, bench.id(1, p_tenant, 1 + k % 20), NULL, '',
           NULL) AS r
   WHERE bench.expect(r.outcome, 'OK') = 1;
END;
$$;

-- One tenant after another, each committed by itself.
CREATE PROCEDURE bench.seed_tenants(p_from integer, p_to integer) LANGUAGE plpgsql AS $$
DECLARE
  v_setup bench.setup;
BEGIN
  SELECT s.* INTO v_setup FROM bench.setup AS s;
  FOR n IN p_from..p_to LOOP
    CALL bench.seed_clinic(n);
    CALL bench.seed_shop(n, v_setup);
    CALL bench.seed_history(n, v_setup);
    COMMIT;
  END LOOP;
END;
$$;
