-- What the import reads of the old application's tables, and rows of one clinic: good ones, and one of each fault.
CREATE TABLE profiles (id uuid PRIMARY KEY, tenant_id text NOT NULL, role text NOT NULL, full_name text, email text,
  phone text, deleted_at timestamptz);
CREATE TABLE pets (id uuid PRIMARY KEY, tenant_id text NOT NULL, owner_id uuid, name text, species text,
  is_deceased boolean NOT NULL DEFAULT false, is_active boolean NOT NULL DEFAULT true, deleted_at timestamptz);
CREATE TABLE services (id uuid PRIMARY KEY, tenant_id text NOT NULL, name text, base_price numeric(12,2) NOT NULL,
  tax_rate numeric(5,2) NOT NULL DEFAULT 10.00, duration_minutes integer NOT NULL DEFAULT 30, buffer_minutes integer,
  max_daily_bookings integer, species_allowed text[], is_active boolean NOT NULL DEFAULT true);
CREATE TABLE store_products (id uuid PRIMARY KEY, tenant_id text, name text, base_price numeric(12,2) NOT NULL,
  sale_price numeric(12,2), requires_prescription boolean, target_species text[], is_active boolean NOT NULL DEFAULT true);
CREATE TABLE store_inventory (id uuid PRIMARY KEY, tenant_id text NOT NULL, product_id uuid NOT NULL,
  stock_quantity numeric(12,2) NOT NULL, batch_number text, expiry_date date);
CREATE TABLE appointments (id uuid PRIMARY KEY, tenant_id text NOT NULL, pet_id uuid NOT NULL, service_id uuid, vet_id uuid,
  start_time timestamptz NOT NULL, status text NOT NULL, notes text, created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE invoices (id uuid PRIMARY KEY, tenant_id text NOT NULL, client_id uuid NOT NULL, status text NOT NULL,
  total numeric(12,2) NOT NULL, notes text, invoice_date date NOT NULL DEFAULT current_date);
CREATE TABLE invoice_items (id uuid PRIMARY KEY, invoice_id uuid NOT NULL, description text, quantity numeric NOT NULL,
  unit_price numeric(12,2) NOT NULL, discount_amount numeric(12,2), tax_rate numeric(5,2) NOT NULL DEFAULT 10.00);
CREATE TABLE payments (id uuid PRIMARY KEY, invoice_id uuid NOT NULL, amount numeric(12,2) NOT NULL, status text NOT NULL,
  payment_method_name text, reference_number text, payment_date timestamptz NOT NULL DEFAULT now());

CREATE FUNCTION u(n integer) RETURNS uuid LANGUAGE sql IMMUTABLE RETURN lpad(n::text, 32, '0')::uuid;

INSERT INTO profiles VALUES
  (u(1), 'old', 'owner', 'María González', 'maria@example.org', '0981 111 111', NULL),
  (u(2), 'old', 'owner', 'Carlos Vera', NULL, NULL, NULL),
  (u(3), 'old', 'owner', NULL, NULL, NULL, NULL),                                     -- has no name
  (u(4), 'old', 'owner', 'Gone', NULL, NULL, now()),
  (u(5), 'other', 'owner', 'Not of this clinic', NULL, NULL, NULL),
  (u(10), 'old', 'vet', 'Dra. Ana Benítez', NULL, NULL, NULL),
  (u(11), 'old', 'admin', 'Sonia', NULL, NULL, NULL);
INSERT INTO pets (id, tenant_id, owner_id, name, species, is_deceased) VALUES
  (u(20), 'old', u(1), 'Luna', 'dog', false),
  (u(21), 'old', u(2), 'Michi', 'cat', false),
  (u(22), 'old', u(2), 'Rex', 'dog', true),
  (u(23), 'old', NULL, 'Stray', 'dog', false),                                        -- has no owner
  (u(24), 'old', u(3), 'Orphan', 'dog', false);                                       -- its owner could not be taken
INSERT INTO services (id, tenant_id, name, base_price, tax_rate, buffer_minutes) VALUES
  (u(30), 'old', 'Consulta', 150000.00, 10.00, 5),
  (u(31), 'old', 'Consulta', 90000.00, 5.00, NULL),                                   -- of the same name
  (u(32), 'old', 'Corte', 45000.50, 10.00, NULL);                                     -- half a guaraní
INSERT INTO store_products (id, tenant_id, name, base_price, sale_price) VALUES
  (u(40), 'old', 'Alimento', 90000.00, 85000.00),
  (u(41), 'old', 'Collar', 35000.00, NULL);
INSERT INTO store_inventory VALUES
  (u(50), 'old', u(40), 12.00, 'L-1', current_date + 300),
  (u(51), 'old', u(41), -2.00, NULL, NULL),                                           -- below zero
  (u(52), 'old', u(41), 1.50, NULL, NULL),                                            -- one and a half
  (u(53), 'old', u(41), 0.00, NULL, NULL),
  (u(54), 'old', u(41), 5.00, NULL, current_date + 30);                               -- expires, and has no batch
INSERT INTO appointments (id, tenant_id, pet_id, service_id, vet_id, start_time, status, created_at)
SELECT u(n), 'old', u(pet), u(service), u(10), date_trunc('day', now(), 'UTC') + '2 days'::interval + at, status,
       now() - '1 day'::interval + n * '1 second'::interval
  FROM (VALUES
    (60, 20, 30, '10:00'::interval, 'confirmed'),
    (61, 21, 30, '10:15'::interval, 'scheduled'),                                     -- overlaps the one before
    (62, 21, 31, '12:00'::interval, 'scheduled'),
    (63, 22, 30, '13:00'::interval, 'scheduled'),                                     -- for a pet that is dead
    (64, 20, 30, '-30 days'::interval, 'completed'),
    (65, 20, 30, '14:00'::interval, 'cancelled'),
    (66, 20, 30, '15:00'::interval, 'maybe')) AS a (n, pet, service, at, status);     -- no such status
INSERT INTO invoices (id, tenant_id, client_id, status, total) VALUES
  (u(70), 'old', u(1), 'partial', 341000.00),
  (u(71), 'old', u(2), 'sent', 1.00),                                                 -- its lines come to more
  (u(72), 'old', u(2), 'void', 10000.00),
  (u(73), 'old', u(2), 'draft', 11000.00),
  (u(74), 'old', u(1), 'paid', 11000.00);
INSERT INTO invoice_items (id, invoice_id, description, quantity, unit_price, discount_amount) VALUES
  (u(80), u(70), 'Consulta', 1, 150000.00, 0), (u(81), u(70), 'Alimento', 2, 85000.00, 10000.00),
  (u(82), u(71), 'Consulta', 1, 150000.00, NULL), (u(83), u(72), 'Corte', 1, 10000.00, NULL),
  (u(84), u(73), 'Collar', 1, 10000.00, NULL), (u(85), u(74), 'Collar', 1, 10000.00, NULL);
INSERT INTO payments (id, invoice_id, amount, status, payment_method_name, reference_number) VALUES
  (u(90), u(70), 100000.00, 'completed', 'Tarjeta de crédito', 'T-1'),
  (u(91), u(70), 50000.00, 'failed', 'Tarjeta de crédito', 'T-2'),
  (u(92), u(74), 11000.00, 'completed', 'Efectivo', NULL),
  (u(93), u(74), 11000.00, 'completed', 'Efectivo', NULL);                            -- paid twice
