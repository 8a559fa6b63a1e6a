-- Who and what a clinic has, and when they are there.
CREATE SCHEMA directory;
GRANT USAGE ON SCHEMA directory TO corral_app;

CREATE TABLE directory.client (
  tenant_id    text        NOT NULL,
  client_id    uuid        NOT NULL,
  display_name text        NOT NULL,
  email        text        NOT NULL,
  phone        text        NOT NULL,
  update_time  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT client_pkey PRIMARY KEY (tenant_id, client_id)
);

CREATE TABLE directory.pet (
  tenant_id    text        NOT NULL,
  pet_id       uuid        NOT NULL,
  client_id    uuid        NOT NULL,
  display_name text        NOT NULL,
  species      text        NOT NULL,
  status       text        NOT NULL,
  update_time  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pet_pkey PRIMARY KEY (tenant_id, pet_id),
  CONSTRAINT pet_client_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES directory.client (tenant_id, client_id),
  CONSTRAINT pet_species_check CHECK (species ~ '^[a-z][a-z_]{1,39}$'),
  CONSTRAINT pet_status_check CHECK (status IN ('ACTIVE', 'INACTIVE', 'DECEASED'))
);
CREATE INDEX pet_client_idx ON directory.pet (tenant_id, client_id);

CREATE TABLE directory.staff (
  tenant_id    text        NOT NULL,
  staff_id     uuid        NOT NULL,
  display_name text        NOT NULL,
  role         text        NOT NULL,
  bookable     boolean     NOT NULL,
  update_time  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT staff_pkey PRIMARY KEY (tenant_id, staff_id),
  CONSTRAINT staff_role_check CHECK (role IN ('VET', 'RECEPTION', 'ADMIN', 'ASSISTANT'))
);

CREATE TABLE directory.resource (
  tenant_id    text        NOT NULL,
  resource_id  uuid        NOT NULL,
  kind         text        NOT NULL,
  display_name text        NOT NULL,
  bookable     boolean     NOT NULL,
  update_time  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT resource_pkey PRIMARY KEY (tenant_id, resource_id),
  CONSTRAINT resource_kind_check CHECK (kind IN ('ROOM', 'DEVICE'))
);

-- One row for each week that was ever set, made on first use: whoever replaces the week locks it.
CREATE TABLE directory.week (
  tenant_id text NOT NULL,
  owner_id  uuid NOT NULL,
  CONSTRAINT week_pkey PRIMARY KEY (tenant_id, owner_id)
);

-- One weekly window or break. owner_id is a staff member, or the nil UUID for the clinic. Minutes count from local
-- midnight of the weekday (ISO, 1 is Monday); more than 1440 is the next day.
CREATE TABLE directory.working_hours (
  tenant_id    text     NOT NULL,
  owner_id     uuid     NOT NULL,
  weekday      integer  NOT NULL,
  is_break     boolean  NOT NULL,
  start_minute integer  NOT NULL,
  end_minute   integer  NOT NULL,
  CONSTRAINT working_hours_pkey PRIMARY KEY (tenant_id, owner_id, weekday, is_break, start_minute, end_minute),
  CONSTRAINT working_hours_weekday_check CHECK (weekday BETWEEN 1 AND 7),
  CONSTRAINT working_hours_start_check CHECK (start_minute BETWEEN 0 AND 1439),
  CONSTRAINT working_hours_end_check CHECK (end_minute > start_minute AND end_minute <= start_minute + 1440)
);

-- Other hours for one date, of a staff member or (nil UUID) of the clinic. No windows: closed.
CREATE TABLE directory.date_exception (
  tenant_id     text      NOT NULL,
  owner_id      uuid      NOT NULL,
  date          date      NOT NULL,
  start_minutes integer[] NOT NULL,
  end_minutes   integer[] NOT NULL,
  note          text      NOT NULL,
  CONSTRAINT date_exception_pkey PRIMARY KEY (tenant_id, owner_id, date),
  CONSTRAINT date_exception_minutes_check CHECK (cardinality(start_minutes) = cardinality(end_minutes))
);

CREATE TABLE directory.time_off (
  tenant_id   text        NOT NULL,
  time_off_id uuid        NOT NULL,
  staff_id    uuid        NOT NULL,
  start_time  timestamptz NOT NULL,
  end_time    timestamptz NOT NULL,
  note        text        NOT NULL,
  CONSTRAINT time_off_pkey PRIMARY KEY (tenant_id, time_off_id),
  CONSTRAINT time_off_staff_fkey FOREIGN KEY (tenant_id, staff_id) REFERENCES directory.staff (tenant_id, staff_id),
  CONSTRAINT time_off_order_check CHECK (end_time > start_time)
);
CREATE INDEX time_off_staff_idx ON directory.time_off (tenant_id, staff_id, end_time);
