-- Products and coupons, beside the services that are there.
ALTER TYPE kernel.outcome ADD VALUE 'PRODUCT_NOT_FOUND';
ALTER TYPE kernel.outcome ADD VALUE 'COUPON_NOT_FOUND';

CREATE TABLE catalog.product (
  tenant_id             text        NOT NULL,
  product_id            uuid        NOT NULL,
  display_name          text        NOT NULL,
  unit                  text        NOT NULL,
  price_minor           bigint      NOT NULL,
  tax_rate_bp           integer     NOT NULL,
  requires_prescription boolean     NOT NULL,
  species               text[]      NOT NULL,
  min_quantity          integer     NOT NULL,
  max_quantity          integer     NOT NULL,
  reorder_point         bigint,
  active                boolean     NOT NULL,
  update_time           timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT product_pkey PRIMARY KEY (tenant_id, product_id),
  CONSTRAINT product_price_minor_check CHECK (price_minor BETWEEN 0 AND 1000000000000000),
  CONSTRAINT product_tax_rate_bp_check CHECK (tax_rate_bp BETWEEN 0 AND 10000),
  CONSTRAINT product_quantity_check CHECK (
    min_quantity BETWEEN 0 AND 100 AND max_quantity BETWEEN 0 AND 5000
    AND (max_quantity = 0 OR max_quantity >= min_quantity)),
  CONSTRAINT product_reorder_point_check CHECK (reorder_point >= 0)
);

-- Of the two discounts exactly one is set; a limit, cap or minimum of 0 is none. product_ids and service_ids are
-- checked by the function that writes them.
CREATE TABLE catalog.coupon (
  tenant_id           text        NOT NULL,
  coupon_code         text        NOT NULL,
  display_name        text        NOT NULL,
  amount_minor        bigint,
  rate_bp             integer,
  max_discount_minor  bigint      NOT NULL,
  min_subtotal_minor  bigint      NOT NULL,
  first_date          date,
  last_date           date,
  max_uses            bigint      NOT NULL,
  max_uses_per_client bigint      NOT NULL,
  product_ids         uuid[]      NOT NULL,
  service_ids         uuid[]      NOT NULL,
  active              boolean     NOT NULL,
  update_time         timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT coupon_pkey PRIMARY KEY (tenant_id, coupon_code),
  CONSTRAINT coupon_code_check CHECK (coupon_code ~ '^[A-Z0-9][A-Z0-9_-]{2,39}$'),
  CONSTRAINT coupon_discount_check CHECK (
    num_nonnulls(amount_minor, rate_bp) = 1 AND coalesce(amount_minor, 1) BETWEEN 1 AND 1000000000000000
    AND coalesce(rate_bp, 1) BETWEEN 1 AND 10000),
  CONSTRAINT coupon_limits_check CHECK (
    max_discount_minor >= 0 AND min_subtotal_minor >= 0 AND max_uses >= 0 AND max_uses_per_client >= 0),
  CONSTRAINT coupon_dates_check CHECK (last_date >= first_date)
);
