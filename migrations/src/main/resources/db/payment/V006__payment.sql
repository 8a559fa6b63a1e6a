-- Invoices, payments, store credit, and the ledger behind them.
CREATE SCHEMA payment;
GRANT USAGE ON SCHEMA payment TO corral_app;

ALTER TABLE tenant.tenant
  ADD COLUMN surplus_policy text NOT NULL DEFAULT 'REFUSE'
    CONSTRAINT tenant_surplus_policy_check CHECK (surplus_policy IN ('REFUSE', 'CREDIT')),
  ADD COLUMN refund_policy  text NOT NULL DEFAULT 'METHOD'
    CONSTRAINT tenant_refund_policy_check CHECK (refund_policy IN ('METHOD', 'CREDIT'));
-- they take the two policies from now on
DROP FUNCTION IF EXISTS tenant.create_tenant, tenant.update_tenant;

ALTER TYPE kernel.outcome ADD VALUE 'INVOICE_NOT_FOUND';
ALTER TYPE kernel.outcome ADD VALUE 'PAYMENT_NOT_FOUND';
ALTER TYPE kernel.outcome ADD VALUE 'INVALID_PAYMENT';
ALTER TYPE kernel.outcome ADD VALUE 'CURRENCY_MISMATCH';
ALTER TYPE kernel.outcome ADD VALUE 'INVALID_DISCOUNT';
ALTER TYPE kernel.outcome ADD VALUE 'AMOUNT_TOO_LARGE';
ALTER TYPE kernel.outcome ADD VALUE 'DUE_DATE_IN_PAST';
ALTER TYPE kernel.outcome ADD VALUE 'INVOICE_NOT_DRAFT';
ALTER TYPE kernel.outcome ADD VALUE 'INVOICE_NOT_VOIDABLE';
ALTER TYPE kernel.outcome ADD VALUE 'INVOICE_NOT_PAYABLE';
ALTER TYPE kernel.outcome ADD VALUE 'PAYMENT_PENDING';
ALTER TYPE kernel.outcome ADD VALUE 'REFERENCE_ALREADY_USED';
ALTER TYPE kernel.outcome ADD VALUE 'OVERPAYMENT';
ALTER TYPE kernel.outcome ADD VALUE 'PAYMENT_NOT_PENDING';
ALTER TYPE kernel.outcome ADD VALUE 'PAYMENT_NOT_REFUNDABLE';
ALTER TYPE kernel.outcome ADD VALUE 'REFUND_TOO_LARGE';
ALTER TYPE kernel.outcome ADD VALUE 'CREDIT_TOO_SMALL';
ALTER TYPE kernel.outcome ADD VALUE 'TOO_MANY_METHODS';

-- What the calculator takes: one line of a bill. Of the two discounts at most one is set.
CREATE TYPE kernel.priced_line AS (
  line_number      integer,
  quantity         bigint,
  unit_price_minor bigint,
  discount_minor   bigint,
  discount_bp      integer,
  tax_rate_bp      integer
);
-- What the calculator makes of it.
CREATE TYPE kernel.calculated_line AS (
  line_number    integer,
  discount_minor bigint,
  net_minor      bigint,
  tax_minor      bigint,
  total_minor    bigint
);

CREATE TABLE payment.method (
  tenant_id          text        NOT NULL,
  method_id          text        NOT NULL,
  display_name       text        NOT NULL,
  requires_reference boolean     NOT NULL,
  min_minor          bigint      NOT NULL,
  max_minor          bigint      NOT NULL,
  active             boolean     NOT NULL,
  update_time        timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT method_pkey PRIMARY KEY (tenant_id, method_id),
  CONSTRAINT method_id_check CHECK (method_id ~ '^[a-z][a-z0-9_]{1,39}$' AND method_id <> 'credit'),
  CONSTRAINT method_limits_check CHECK (min_minor >= 0 AND max_minor >= 0 AND (max_minor = 0 OR max_minor >= min_minor))
);

-- The next number of each series; locked from the issue of an invoice to its commit, so that numbers have no gaps.
CREATE TABLE payment.series (
  tenant_id   text   NOT NULL,
  series      text   NOT NULL,
  last_number bigint NOT NULL,
  CONSTRAINT series_pkey PRIMARY KEY (tenant_id, series)
) WITH (fillfactor = 70);

-- paid, pending and refunded are kept beside the payments, by the functions that write payments and nobody else. No
-- index on them or on state, which change in place (HOT).
CREATE TABLE payment.invoice (
  tenant_id          text        NOT NULL,
  invoice_id         uuid        NOT NULL,
  client_id          uuid        NOT NULL,
  state              text        NOT NULL DEFAULT 'DRAFT',
  series             text        NOT NULL,
  number             bigint,
  currency_code      text        NOT NULL,
  prices_include_tax boolean     NOT NULL,
  net_minor          bigint      NOT NULL,
  tax_minor          bigint      NOT NULL,
  total_minor        bigint      NOT NULL,
  discount_minor     bigint      NOT NULL,
  paid_minor         bigint      NOT NULL DEFAULT 0,
  pending_minor      bigint      NOT NULL DEFAULT 0,
  refunded_minor     bigint      NOT NULL DEFAULT 0,
  issue_date         date,
  due_date           date,
  note               text        NOT NULL,
  void_reason        text        NOT NULL DEFAULT '',
  version            bigint      NOT NULL DEFAULT 1,
  create_time        timestamptz NOT NULL DEFAULT now(),
  update_time        timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT invoice_pkey PRIMARY KEY (tenant_id, invoice_id),
  CONSTRAINT invoice_number_key UNIQUE (tenant_id, series, number),
  CONSTRAINT invoice_state_check CHECK (state IN ('DRAFT', 'ISSUED', 'PARTIALLY_PAID', 'PAID', 'VOID')),
  CONSTRAINT invoice_number_check CHECK (state IN ('DRAFT', 'VOID') OR number >= 1),
  CONSTRAINT invoice_total_check CHECK (net_minor >= 0 AND tax_minor >= 0 AND total_minor = net_minor + tax_minor),
  CONSTRAINT invoice_paid_check CHECK (
    paid_minor >= 0 AND pending_minor >= 0 AND paid_minor + pending_minor <= total_minor),
  CONSTRAINT invoice_refunded_check CHECK (refunded_minor >= 0),
  CONSTRAINT invoice_settled_check CHECK (
    CASE state WHEN 'PAID' THEN paid_minor = total_minor
               WHEN 'PARTIALLY_PAID' THEN paid_minor BETWEEN 1 AND total_minor - 1
               WHEN 'ISSUED' THEN paid_minor = 0 AND total_minor > 0
               ELSE paid_minor = 0 AND pending_minor = 0
    END)
) WITH (fillfactor = 70);
CREATE INDEX invoice_create_idx ON payment.invoice (tenant_id, create_time DESC, invoice_id DESC);
CREATE INDEX invoice_client_idx ON payment.invoice (tenant_id, client_id, create_time DESC, invoice_id DESC);

-- The lines of an invoice: what was asked and what the calculator made of it. Replaced as a whole while it is a draft.
CREATE TABLE payment.invoice_line (
  tenant_id        text    NOT NULL,
  invoice_id       uuid    NOT NULL,
  line_number      integer NOT NULL,
  description      text    NOT NULL,
  item_id          uuid,
  quantity         bigint  NOT NULL,
  unit_price_minor bigint  NOT NULL,
  asked_minor      bigint,
  asked_bp         integer,
  tax_rate_bp      integer NOT NULL,
  discount_minor   bigint  NOT NULL,
  net_minor        bigint  NOT NULL,
  tax_minor        bigint  NOT NULL,
  total_minor      bigint  NOT NULL,
  CONSTRAINT invoice_line_pkey PRIMARY KEY (tenant_id, invoice_id, line_number),
  CONSTRAINT invoice_line_invoice_fkey FOREIGN KEY (tenant_id, invoice_id)
    REFERENCES payment.invoice (tenant_id, invoice_id),
  CONSTRAINT invoice_line_quantity_check CHECK (quantity BETWEEN 1 AND 1000000),
  CONSTRAINT invoice_line_price_check CHECK (unit_price_minor BETWEEN 0 AND 1000000000000000),
  CONSTRAINT invoice_line_total_check CHECK (
    discount_minor >= 0 AND net_minor >= 0 AND tax_minor >= 0 AND total_minor = net_minor + tax_minor)
);

-- method_id is a row of payment.method, or 'credit' for store credit. What the invoice gets is amount_minor; what came
-- in beyond that is surplus_minor, which became the client's credit.
CREATE TABLE payment.payment (
  tenant_id      text        NOT NULL,
  payment_id     uuid        NOT NULL,
  invoice_id     uuid        NOT NULL,
  client_id      uuid        NOT NULL,
  method_id      text        NOT NULL,
  reference      text        NOT NULL,
  currency_code  text        NOT NULL,
  amount_minor   bigint      NOT NULL,
  surplus_minor  bigint      NOT NULL DEFAULT 0,
  refunded_minor bigint      NOT NULL DEFAULT 0,
  state          text        NOT NULL,
  create_time    timestamptz NOT NULL DEFAULT now(),
  settle_time    timestamptz,
  CONSTRAINT payment_pkey PRIMARY KEY (tenant_id, payment_id),
  CONSTRAINT payment_invoice_fkey FOREIGN KEY (tenant_id, invoice_id)
    REFERENCES payment.invoice (tenant_id, invoice_id),
  CONSTRAINT payment_amount_check CHECK (
    amount_minor >= 0 AND surplus_minor >= 0 AND amount_minor + surplus_minor >= 1),
  CONSTRAINT payment_refunded_check CHECK (refunded_minor BETWEEN 0 AND amount_minor),
  CONSTRAINT payment_state_check CHECK (state IN ('PENDING', 'SETTLED', 'FAILED')),
  CONSTRAINT payment_settled_check CHECK ((state = 'PENDING') = (settle_time IS NULL)),
  CONSTRAINT payment_unsettled_check CHECK (state = 'SETTLED' OR refunded_minor = 0)
) WITH (fillfactor = 80);
-- One outside event is one payment. A failed one may be tried again under its reference.
CREATE UNIQUE INDEX payment_reference_key ON payment.payment (tenant_id, method_id, reference)
  WHERE reference <> '' AND state <> 'FAILED';
CREATE INDEX payment_invoice_idx ON payment.payment (tenant_id, invoice_id);
CREATE INDEX payment_create_idx ON payment.payment (tenant_id, create_time DESC, payment_id DESC);
CREATE INDEX payment_client_idx ON payment.payment (tenant_id, client_id, create_time DESC, payment_id DESC);

CREATE TABLE payment.refund (
  tenant_id    text        NOT NULL,
  refund_id    uuid        NOT NULL,
  payment_id   uuid        NOT NULL,
  amount_minor bigint      NOT NULL,
  destination  text        NOT NULL,
  reason       text        NOT NULL,
  create_time  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT refund_pkey PRIMARY KEY (tenant_id, refund_id),
  CONSTRAINT refund_payment_fkey FOREIGN KEY (tenant_id, payment_id) REFERENCES payment.payment (tenant_id, payment_id),
  CONSTRAINT refund_amount_check CHECK (amount_minor >= 1),
  CONSTRAINT refund_destination_check CHECK (destination IN ('METHOD', 'CREDIT')),
  CONSTRAINT refund_reason_check CHECK (reason <> '')
);
CREATE INDEX refund_payment_idx ON payment.refund (tenant_id, payment_id);

-- A client's store credit, made on first use. Its one writer is payment.post.
CREATE TABLE payment.credit (
  tenant_id    text   NOT NULL,
  client_id    uuid   NOT NULL,
  credit_minor bigint NOT NULL,
  CONSTRAINT credit_pkey PRIMARY KEY (tenant_id, client_id),
  CONSTRAINT credit_not_negative_check CHECK (credit_minor >= 0)
) WITH (fillfactor = 70);

-- Double entry, append-only: the entries of one posting add up to 0. Accounts: OWED (a client owes the clinic), CREDIT
-- (the clinic owes a client, negative), SALES (net and tax, negative), MONEY (what came in less what went out).
CREATE TABLE payment.ledger (
  tenant_id    text        NOT NULL,
  posting_id   uuid        NOT NULL,
  account      text        NOT NULL,
  kind         text        NOT NULL,
  client_id    uuid        NOT NULL,
  invoice_id   uuid,
  amount_minor bigint      NOT NULL,
  create_time  timestamptz NOT NULL,
  CONSTRAINT ledger_pkey PRIMARY KEY (tenant_id, posting_id, account),
  CONSTRAINT ledger_account_check CHECK (account IN ('OWED', 'CREDIT', 'SALES', 'MONEY')),
  CONSTRAINT ledger_kind_check CHECK (kind IN ('INVOICE', 'VOID', 'PAYMENT', 'REFUND', 'CREDIT')),
  CONSTRAINT ledger_amount_check CHECK (amount_minor <> 0)
);
CREATE INDEX ledger_client_idx ON payment.ledger (tenant_id, client_id, create_time);
