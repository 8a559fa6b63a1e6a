-- The clinics and their settings.
CREATE SCHEMA tenant;
GRANT USAGE ON SCHEMA tenant TO corral_app;

CREATE TABLE tenant.tenant (
  tenant_id             text        NOT NULL,
  display_name          text        NOT NULL,
  currency_code         text        NOT NULL,
  time_zone             text        NOT NULL,
  tax_mode              text        NOT NULL,
  tax_rounding          text        NOT NULL,
  min_notice_minutes    integer     NOT NULL,
  horizon_days          integer     NOT NULL,
  cancel_window_minutes integer     NOT NULL,
  slot_step_minutes     integer     NOT NULL,
  version               bigint      NOT NULL DEFAULT 1,
  create_time           timestamptz NOT NULL DEFAULT now(),
  update_time           timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT tenant_pkey PRIMARY KEY (tenant_id),
  CONSTRAINT tenant_id_check CHECK (tenant_id ~ '^[a-z][a-z0-9_-]{1,49}$'),
  CONSTRAINT tenant_currency_code_check CHECK (currency_code ~ '^[A-Z]{3}$'),
  CONSTRAINT tenant_tax_mode_check CHECK (tax_mode IN ('INCLUSIVE', 'EXCLUSIVE')),
  CONSTRAINT tenant_tax_rounding_check CHECK (tax_rounding IN ('PER_LINE', 'PER_TOTAL')),
  CONSTRAINT tenant_min_notice_minutes_check CHECK (min_notice_minutes BETWEEN 0 AND 43200),
  CONSTRAINT tenant_horizon_days_check CHECK (horizon_days BETWEEN 1 AND 730),
  CONSTRAINT tenant_cancel_window_minutes_check CHECK (cancel_window_minutes BETWEEN 0 AND 43200),
  CONSTRAINT tenant_slot_step_minutes_check CHECK (slot_step_minutes BETWEEN 1 AND 240)
);
