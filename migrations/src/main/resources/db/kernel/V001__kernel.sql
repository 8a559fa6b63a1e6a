-- What every domain shares: outcomes, stored answers, the audit trail.
-- The extension is trusted since PostgreSQL 13, so the owner of the database may create it.
CREATE SCHEMA IF NOT EXISTS kernel;
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA kernel;

-- Functions are executable by PUBLIC unless this says otherwise; each public one grants itself to corral_app.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC;

-- What a function can answer. The same list stands in the server's Outcome enum and in docs/errors.md.
CREATE TYPE kernel.outcome AS ENUM (
  'OK',
  'REQUEST_ID_REUSED',
  'STALE_VERSION',
  'TENANT_NOT_FOUND',
  'TENANT_ALREADY_EXISTS',
  'UNKNOWN_TIME_ZONE',
  'UNKNOWN_CURRENCY',
  'CURRENCY_IS_FIXED',
  'CLIENT_NOT_FOUND',
  'PET_NOT_FOUND',
  'STAFF_NOT_FOUND',
  'RESOURCE_NOT_FOUND',
  'RESOURCE_KIND_IS_FIXED',
  'TIME_OFF_NOT_FOUND',
  'SERVICE_NOT_FOUND',
  'APPOINTMENT_NOT_FOUND',
  'OVERRIDE_NOT_ALLOWED',
  'APPOINTMENT_NOT_MOVABLE',
  'INVALID_TRANSITION',
  'CHANGE_WINDOW_CLOSED',
  'PET_NOT_BOOKABLE',
  'SERVICE_INACTIVE',
  'SERVICES_NOT_COMBINABLE',
  'SPECIES_NOT_ALLOWED',
  'STAFF_NOT_QUALIFIED',
  'ROOM_NOT_SUITABLE',
  'DEVICE_OUT_OF_USE',
  'TOO_MANY_SLOTS',
  'LOCAL_TIME_DOES_NOT_EXIST',
  'TIME_IN_PAST',
  'NOTICE_TOO_SHORT',
  'BEYOND_HORIZON',
  'CLINIC_CLOSED',
  'SERVICE_NOT_OFFERED',
  'STAFF_NOT_WORKING',
  'STAFF_ON_LEAVE',
  'DAILY_LIMIT_REACHED',
  'STAFF_BUSY',
  'PET_BUSY',
  'ROOM_BUSY',
  'DEVICE_BUSY'
);

-- The answer of each mutation that had an effect, so that a retry gets it again.
CREATE TABLE kernel.answer (
  tenant_id    text        NOT NULL,
  operation    text        NOT NULL,
  request_id   uuid        NOT NULL,
  request_hash bytea       NOT NULL,
  answer       jsonb       NOT NULL,
  create_time  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT answer_pkey PRIMARY KEY (tenant_id, operation, request_id)
);

-- Who did what, in the transaction that did it. Append-only.
CREATE TABLE kernel.audit (
  tenant_id   text        NOT NULL,
  audit_id    uuid        NOT NULL,
  operation   text        NOT NULL,
  request_id  uuid        NOT NULL,
  actor_id    uuid        NOT NULL,
  actor_role  text        NOT NULL,
  before      jsonb,
  after       jsonb,
  create_time timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT audit_pkey PRIMARY KEY (tenant_id, audit_id)
);

GRANT USAGE ON SCHEMA kernel TO corral_app;
GRANT USAGE ON TYPE kernel.outcome TO corral_app;
