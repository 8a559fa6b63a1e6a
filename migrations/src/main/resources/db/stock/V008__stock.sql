-- What a clinic has on its shelves, in which lots, and who holds how much of it.
CREATE SCHEMA stock;
GRANT USAGE ON SCHEMA stock TO corral_app;

ALTER TYPE kernel.outcome ADD VALUE 'LOCATION_NOT_FOUND';
ALTER TYPE kernel.outcome ADD VALUE 'LOT_NOT_FOUND';
ALTER TYPE kernel.outcome ADD VALUE 'MOVEMENT_NOT_FOUND';
ALTER TYPE kernel.outcome ADD VALUE 'RESERVATION_NOT_FOUND';
ALTER TYPE kernel.outcome ADD VALUE 'TOO_MANY_LOCATIONS';
ALTER TYPE kernel.outcome ADD VALUE 'SOURCE_ALREADY_USED';
ALTER TYPE kernel.outcome ADD VALUE 'LOT_EXPIRY_MISMATCH';
ALTER TYPE kernel.outcome ADD VALUE 'STALE_QUANTITY';
ALTER TYPE kernel.outcome ADD VALUE 'STOCK_RESERVED';
ALTER TYPE kernel.outcome ADD VALUE 'RETURN_TOO_LARGE';
ALTER TYPE kernel.outcome ADD VALUE 'RESERVATION_NOT_OPEN';
ALTER TYPE kernel.outcome ADD VALUE 'RESERVATION_EXPIRED';
ALTER TYPE kernel.outcome ADD VALUE 'RESERVATION_TOO_SMALL';
ALTER TYPE kernel.outcome ADD VALUE 'OUT_OF_STOCK';

-- The location 'main' is always there and needs no row.
CREATE TABLE stock.location (
  tenant_id    text        NOT NULL,
  location_id  text        NOT NULL,
  display_name text        NOT NULL,
  update_time  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT location_pkey PRIMARY KEY (tenant_id, location_id),
  CONSTRAINT location_id_check CHECK (location_id ~ '^[a-z][a-z0-9_]{1,39}$')
);

-- One row for each product that ever had stock, made on first receipt: whoever changes what there is of a product, or
-- what is held of it, locks this row first. It guards the product's lots, levels, movements and held quantities in all
-- locations. product_id points into another domain, whose functions check it.
CREATE TABLE stock.item (
  tenant_id  text NOT NULL,
  product_id uuid NOT NULL,
  CONSTRAINT item_pkey PRIMARY KEY (tenant_id, product_id)
);

-- Units that came together. The lot with the empty code has those that came without one.
CREATE TABLE stock.lot (
  tenant_id     text        NOT NULL,
  lot_id        uuid        NOT NULL,
  product_id    uuid        NOT NULL,
  lot_code      text        NOT NULL,
  expiry_date   date,
  recalled      boolean     NOT NULL DEFAULT false,
  recall_reason text        NOT NULL DEFAULT '',
  create_time   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT lot_pkey PRIMARY KEY (tenant_id, lot_id),
  CONSTRAINT lot_code_key UNIQUE (tenant_id, product_id, lot_code),
  CONSTRAINT lot_item_fkey FOREIGN KEY (tenant_id, product_id) REFERENCES stock.item (tenant_id, product_id)
);
CREATE INDEX lot_expiry_idx ON stock.lot (tenant_id, expiry_date, lot_id);

-- on_hand and reserved are kept beside the movements and the held quantities, by stock.post_movements and stock.hold,
-- and nobody else. No index on them, which change in place (HOT).
CREATE TABLE stock.level (
  tenant_id   text   NOT NULL,
  product_id  uuid   NOT NULL,
  location_id text   NOT NULL,
  on_hand     bigint NOT NULL DEFAULT 0,
  reserved    bigint NOT NULL DEFAULT 0,
  CONSTRAINT level_pkey PRIMARY KEY (tenant_id, product_id, location_id),
  CONSTRAINT level_item_fkey FOREIGN KEY (tenant_id, product_id) REFERENCES stock.item (tenant_id, product_id),
  CONSTRAINT level_reserved_check CHECK (reserved BETWEEN 0 AND on_hand)
) WITH (fillfactor = 70);

-- How much of a lot is where; a row that comes to 0 is removed, so that old lots cost nothing.
CREATE TABLE stock.lot_level (
  tenant_id   text   NOT NULL,
  product_id  uuid   NOT NULL,
  location_id text   NOT NULL,
  lot_id      uuid   NOT NULL,
  on_hand     bigint NOT NULL DEFAULT 0,
  CONSTRAINT lot_level_pkey PRIMARY KEY (tenant_id, product_id, location_id, lot_id),
  CONSTRAINT lot_level_lot_fkey FOREIGN KEY (tenant_id, lot_id) REFERENCES stock.lot (tenant_id, lot_id),
  CONSTRAINT lot_level_on_hand_check CHECK (on_hand >= 0)
) WITH (fillfactor = 70);
CREATE INDEX lot_level_lot_idx ON stock.lot_level (tenant_id, lot_id);

-- Every change of what is on hand, append-only. Ids are made in the order of time, so they order the list too.
-- client_id: who received it. source_id: the invoice or reservation it belongs to. returned_id: the movement whose
-- units this one brings back.
CREATE TABLE stock.movement (
  tenant_id       text        NOT NULL,
  movement_id     uuid        NOT NULL,
  product_id      uuid        NOT NULL,
  location_id     text        NOT NULL,
  lot_id          uuid        NOT NULL,
  quantity        bigint      NOT NULL,
  reason          text        NOT NULL,
  unit_cost_minor bigint,
  client_id       uuid,
  source_id       uuid,
  returned_id     uuid,
  reference       text        NOT NULL,
  note            text        NOT NULL,
  actor_id        uuid        NOT NULL,
  create_time     timestamptz NOT NULL,
  CONSTRAINT movement_pkey PRIMARY KEY (tenant_id, movement_id),
  CONSTRAINT movement_lot_fkey FOREIGN KEY (tenant_id, lot_id) REFERENCES stock.lot (tenant_id, lot_id),
  CONSTRAINT movement_returned_fkey FOREIGN KEY (tenant_id, returned_id)
    REFERENCES stock.movement (tenant_id, movement_id),
  CONSTRAINT movement_quantity_check CHECK (quantity <> 0),
  CONSTRAINT movement_unit_cost_minor_check CHECK (unit_cost_minor >= 0),
  CONSTRAINT movement_reason_check CHECK (
    reason IN ('RECEIPT', 'SALE', 'TRANSFER', 'COUNT', 'DAMAGE', 'THEFT', 'EXPIRY', 'RETURN', 'CORRECTION', 'OTHER')),
  CONSTRAINT movement_returned_check CHECK (returned_id IS NULL OR reason = 'RETURN' AND quantity > 0)
);
CREATE INDEX movement_product_idx ON stock.movement (tenant_id, product_id, movement_id);
CREATE INDEX movement_lot_idx ON stock.movement (tenant_id, lot_id, movement_id);
CREATE INDEX movement_source_idx ON stock.movement (tenant_id, source_id) WHERE source_id IS NOT NULL;
CREATE INDEX movement_returned_idx ON stock.movement (tenant_id, returned_id) WHERE returned_id IS NOT NULL;

-- One row for each outside event that movements refer to: it is recorded once.
CREATE TABLE stock.source (
  tenant_id text NOT NULL,
  reference text NOT NULL,
  CONSTRAINT source_pkey PRIMARY KEY (tenant_id, reference),
  CONSTRAINT source_reference_check CHECK (reference <> '')
);

-- An expired reservation stays OPEN: what it held is free, but it may still be committed while stock is there.
CREATE TABLE stock.reservation (
  tenant_id      text        NOT NULL,
  reservation_id uuid        NOT NULL,
  client_id      uuid,
  state          text        NOT NULL DEFAULT 'OPEN',
  note           text        NOT NULL,
  expire_time    timestamptz NOT NULL,
  create_time    timestamptz NOT NULL DEFAULT now(),
  update_time    timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT reservation_pkey PRIMARY KEY (tenant_id, reservation_id),
  CONSTRAINT reservation_state_check CHECK (state IN ('OPEN', 'COMMITTED', 'RELEASED'))
) WITH (fillfactor = 70);

-- What a reservation was given, what of it is still to be committed, and what it holds now: all that remains, or
-- nothing once it has expired and somebody else has asked for the product.
CREATE TABLE stock.reservation_item (
  tenant_id      text        NOT NULL,
  reservation_id uuid        NOT NULL,
  product_id     uuid        NOT NULL,
  location_id    text        NOT NULL,
  quantity       bigint      NOT NULL,
  remaining      bigint      NOT NULL,
  held           bigint      NOT NULL,
  expire_time    timestamptz NOT NULL,
  CONSTRAINT reservation_item_pkey PRIMARY KEY (tenant_id, reservation_id, product_id, location_id),
  CONSTRAINT reservation_item_reservation_fkey FOREIGN KEY (tenant_id, reservation_id)
    REFERENCES stock.reservation (tenant_id, reservation_id),
  CONSTRAINT reservation_item_quantity_check CHECK (
    quantity >= 1 AND remaining BETWEEN 0 AND quantity AND held IN (0, remaining))
) WITH (fillfactor = 70);
CREATE INDEX reservation_item_held_idx ON stock.reservation_item (tenant_id, product_id, expire_time) WHERE held > 0;

-- What somebody asks for: so many of a product at a location, or (NULL) wherever they are.
CREATE TYPE stock.demand AS (
  product_id  uuid,
  location_id text,
  quantity    bigint
);
-- One change of what is on hand: so many more (or, negative, fewer) of a lot at a location.
CREATE TYPE stock.move AS (
  product_id      uuid,
  location_id     text,
  lot_id          uuid,
  quantity        bigint,
  unit_cost_minor bigint
);
-- Why, for whom and by whom.
CREATE TYPE stock.cause AS (
  reason      text,
  actor_id    uuid,
  client_id   uuid,
  source_id   uuid,
  returned_id uuid,
  reference   text,
  note        text
);
