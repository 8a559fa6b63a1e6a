-- Appointments and what they claim.
CREATE SCHEMA booking;
GRANT USAGE ON SCHEMA booking TO corral_app;

-- client_id, pet_id, staff_id, room_id, device_ids and service_ids point into other domains: functions check them.
-- No index on status, version or update_time, which change in place (HOT).
CREATE TABLE booking.appointment (
  tenant_id             text        NOT NULL,
  appointment_id        uuid        NOT NULL,
  client_id             uuid        NOT NULL,
  pet_id                uuid        NOT NULL,
  staff_id              uuid        NOT NULL,
  room_id               uuid,
  service_ids           uuid[]      NOT NULL,
  device_ids            uuid[]      NOT NULL,
  start_time            timestamptz NOT NULL,
  end_time              timestamptz NOT NULL,
  buffer_before_minutes integer     NOT NULL,
  buffer_after_minutes  integer     NOT NULL,
  status                text        NOT NULL DEFAULT 'SCHEDULED',
  note                  text        NOT NULL,
  cancel_reason         text        NOT NULL DEFAULT '',
  override_reason       text        NOT NULL DEFAULT '',
  version               bigint      NOT NULL DEFAULT 1,
  create_time           timestamptz NOT NULL DEFAULT now(),
  update_time           timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT appointment_pkey PRIMARY KEY (tenant_id, appointment_id),
  CONSTRAINT appointment_order_check CHECK (end_time > start_time),
  CONSTRAINT appointment_services_check CHECK (cardinality(service_ids) BETWEEN 1 AND 5),
  CONSTRAINT appointment_buffer_check CHECK (
    buffer_before_minutes BETWEEN 0 AND 240 AND buffer_after_minutes BETWEEN 0 AND 240),
  CONSTRAINT appointment_status_check CHECK (
    status IN ('SCHEDULED', 'CONFIRMED', 'CHECKED_IN', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED', 'NO_SHOW'))
) WITH (fillfactor = 80);
CREATE INDEX appointment_start_idx ON booking.appointment (tenant_id, start_time, appointment_id);
CREATE INDEX appointment_staff_idx ON booking.appointment (tenant_id, staff_id, start_time, appointment_id);
CREATE INDEX appointment_pet_idx ON booking.appointment (tenant_id, pet_id, start_time, appointment_id);
CREATE INDEX appointment_client_idx ON booking.appointment (tenant_id, client_id, start_time, appointment_id);

-- The order of the kinds is the order in which claims are taken, the same everywhere, so that no two calls wait for
-- each other.
CREATE TYPE booking.resource_kind AS ENUM ('STAFF', 'PET', 'ROOM', 'DEVICE');

-- One row for each resource that an appointment occupies, for the time that it does: the visit for the pet, the visit
-- and its buffers for the rest. A claim made by a staff override of an overlap is outside the constraint.
CREATE TABLE booking.claim (
  tenant_id      text                  NOT NULL,
  appointment_id uuid                  NOT NULL,
  kind           booking.resource_kind NOT NULL,
  resource_id    uuid                  NOT NULL,
  during         tstzrange             NOT NULL,
  overlapping    boolean               NOT NULL DEFAULT false,
  CONSTRAINT claim_pkey PRIMARY KEY (tenant_id, appointment_id, kind, resource_id),
  CONSTRAINT claim_appointment_fkey FOREIGN KEY (tenant_id, appointment_id)
    REFERENCES booking.appointment (tenant_id, appointment_id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT claim_during_check CHECK (NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during)),
  CONSTRAINT claim_no_overlap EXCLUDE USING gist (
    tenant_id WITH =, kind WITH =, resource_id WITH =, during WITH &&)
    WHERE (NOT overlapping)
);
-- Claims outside the constraint are busy time too; there are few.
CREATE INDEX claim_overlapping_idx ON booking.claim (tenant_id, kind, resource_id) WHERE overlapping;

-- One row for each service with a daily maximum and local date, made on first use: whoever books on that date locks it,
-- so that two calls cannot both take the last place.
CREATE TABLE booking.service_day (
  tenant_id  text NOT NULL,
  service_id uuid NOT NULL,
  date       date NOT NULL,
  CONSTRAINT service_day_pkey PRIMARY KEY (tenant_id, service_id, date)
);

-- A visit that could be booked, before its time and staff member are chosen.
CREATE TYPE booking.plan AS (
  client_id     uuid,      -- the pet's owner; NULL without a pet
  service_ids   uuid[],
  duration      interval,
  buffer_before interval,
  buffer_after  interval,
  staff_ids     uuid[],    -- candidates, ascending
  pet_id        uuid,      -- NULL without a pet
  room_ids      uuid[],    -- candidates in order of preference; NULL: no room
  device_ids    uuid[],    -- all needed, ascending
  limited_ids   uuid[],    -- services with a daily maximum, ascending; NULL: none
  limits        integer[]  -- their maxima
);
