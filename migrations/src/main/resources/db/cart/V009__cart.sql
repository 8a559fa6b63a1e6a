-- Carts of clients and guests, and their checkouts.
CREATE SCHEMA cart;
GRANT USAGE ON SCHEMA cart TO corral_app;

ALTER TYPE kernel.outcome ADD VALUE 'CART_EMPTY';
ALTER TYPE kernel.outcome ADD VALUE 'CART_FULL';
ALTER TYPE kernel.outcome ADD VALUE 'PRODUCT_INACTIVE';
ALTER TYPE kernel.outcome ADD VALUE 'PRESCRIPTION_REQUIRED';
ALTER TYPE kernel.outcome ADD VALUE 'QUANTITY_NOT_ALLOWED';
ALTER TYPE kernel.outcome ADD VALUE 'COUPON_NOT_VALID';
ALTER TYPE kernel.outcome ADD VALUE 'COUPON_MINIMUM_NOT_REACHED';
ALTER TYPE kernel.outcome ADD VALUE 'COUPON_NOT_APPLICABLE';
ALTER TYPE kernel.outcome ADD VALUE 'COUPON_USED_UP';
ALTER TYPE kernel.outcome ADD VALUE 'COUPON_USED_BY_CLIENT';
ALTER TYPE kernel.outcome ADD VALUE 'PRICE_CHANGED';

-- One cart for each client and for each guest token, made by its first change and kept: whoever changes it, or its
-- lines, locks it. owner_id is the client, or the token of a guest.
CREATE TABLE cart.cart (
  tenant_id   text        NOT NULL,
  owner_id    uuid        NOT NULL,
  guest       boolean     NOT NULL,
  coupon_code text        NOT NULL DEFAULT '',
  version     bigint      NOT NULL DEFAULT 0,
  update_time timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT cart_pkey PRIMARY KEY (tenant_id, owner_id, guest)
) WITH (fillfactor = 70);

-- pet_id is the nil UUID for a line that is for no pet. Lines stand in the order of position.
CREATE TABLE cart.line (
  tenant_id    text    NOT NULL,
  owner_id     uuid    NOT NULL,
  guest        boolean NOT NULL,
  kind         text    NOT NULL,
  item_id      uuid    NOT NULL,
  variant      text    NOT NULL,
  pet_id       uuid    NOT NULL,
  quantity     integer NOT NULL,
  prescription text    NOT NULL,
  position     bigint  NOT NULL,
  CONSTRAINT line_pkey PRIMARY KEY (tenant_id, owner_id, guest, kind, item_id, variant, pet_id),
  CONSTRAINT line_cart_fkey FOREIGN KEY (tenant_id, owner_id, guest)
    REFERENCES cart.cart (tenant_id, owner_id, guest),
  CONSTRAINT line_kind_check CHECK (kind IN ('PRODUCT', 'SERVICE')),
  CONSTRAINT line_quantity_check CHECK (quantity BETWEEN 1 AND 100)
) WITH (fillfactor = 70);

-- How often a coupon has been used; locked from its check to the commit of the checkout that uses it.
CREATE TABLE cart.coupon_usage (
  tenant_id   text   NOT NULL,
  coupon_code text   NOT NULL,
  used        bigint NOT NULL DEFAULT 0,
  CONSTRAINT coupon_usage_pkey PRIMARY KEY (tenant_id, coupon_code),
  CONSTRAINT coupon_usage_used_check CHECK (used >= 0)
) WITH (fillfactor = 70);

-- One row for each checkout: the invoice that it made, and the coupon that it used (empty: none).
CREATE TABLE cart.checkout (
  tenant_id      text        NOT NULL,
  invoice_id     uuid        NOT NULL,
  client_id      uuid        NOT NULL,
  coupon_code    text        NOT NULL,
  discount_minor bigint      NOT NULL,
  total_minor    bigint      NOT NULL,
  units          bigint      NOT NULL,
  create_time    timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT checkout_pkey PRIMARY KEY (tenant_id, invoice_id),
  CONSTRAINT checkout_amounts_check CHECK (discount_minor >= 0 AND total_minor >= 0 AND units >= 0)
);
CREATE INDEX checkout_coupon_idx ON cart.checkout (tenant_id, coupon_code, client_id) WHERE coupon_code <> '';

-- One line with all that the catalogue and the shelves say of it, and what the calculator made of it.
CREATE TYPE cart.priced_line AS (
  line_number           integer,
  kind                  text,
  item_id               uuid,
  variant               text,
  pet_id                uuid,
  quantity              bigint,
  prescription          text,
  description           text,
  unit_price_minor      bigint,
  tax_rate_bp           integer,
  requires_prescription boolean,
  active                boolean,
  pet_known             boolean,
  species_fits          boolean,
  min_quantity          bigint,  -- over all lines of the product
  max_quantity          bigint,  -- NULL: no maximum
  asked                 bigint,  -- over all lines of the item
  available             bigint,  -- NULL: a service
  asked_minor           bigint,  -- what the coupon takes off; NULL: nothing
  discount_minor        bigint,
  net_minor             bigint,
  tax_minor             bigint,
  total_minor           bigint
);

-- What a merge makes of a line that it brings.
CREATE TYPE cart.merged_line AS (
  kind         text,
  item_id      uuid,
  variant      text,
  pet_id       uuid,
  prescription text,
  position     bigint,
  quantity     integer,  -- of the client's line from now on; NULL: the line is not kept
  reason       text,     -- why something is not kept; NULL: all is
  lost         integer,  -- how many are not kept
  wanted       integer   -- by the strategy, before the limit
);
