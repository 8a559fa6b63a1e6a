-- What a clinic sells.
CREATE SCHEMA catalog;
GRANT USAGE ON SCHEMA catalog TO corral_app;

-- staff_ids, room_ids and device_ids point into another domain, so their functions check them, not foreign keys.
-- The offered_* arrays are one list of weekly windows: weekday (ISO), minutes from local midnight, break or not.
CREATE TABLE catalog.service (
  tenant_id             text        NOT NULL,
  service_id            uuid        NOT NULL,
  display_name          text        NOT NULL,
  duration_minutes      integer     NOT NULL,
  buffer_before_minutes integer     NOT NULL,
  buffer_after_minutes  integer     NOT NULL,
  offered_weekdays      integer[]   NOT NULL,
  offered_starts        integer[]   NOT NULL,
  offered_ends          integer[]   NOT NULL,
  offered_breaks        boolean[]   NOT NULL,
  species               text[]      NOT NULL,
  max_per_day           integer,
  staff_ids             uuid[]      NOT NULL,
  room_ids              uuid[]      NOT NULL,
  device_ids            uuid[]      NOT NULL,
  price_minor           bigint      NOT NULL,
  tax_rate_bp           integer     NOT NULL,
  active                boolean     NOT NULL,
  update_time           timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT service_pkey PRIMARY KEY (tenant_id, service_id),
  CONSTRAINT service_duration_minutes_check CHECK (duration_minutes BETWEEN 1 AND 1440),
  CONSTRAINT service_buffer_before_minutes_check CHECK (buffer_before_minutes BETWEEN 0 AND 240),
  CONSTRAINT service_buffer_after_minutes_check CHECK (buffer_after_minutes BETWEEN 0 AND 240),
  CONSTRAINT service_max_per_day_check CHECK (max_per_day >= 1),
  CONSTRAINT service_price_minor_check CHECK (price_minor BETWEEN 0 AND 1000000000000000),
  CONSTRAINT service_tax_rate_bp_check CHECK (tax_rate_bp BETWEEN 0 AND 10000),
  CONSTRAINT service_offered_check CHECK (
    cardinality(offered_weekdays) = cardinality(offered_starts)
    AND cardinality(offered_weekdays) = cardinality(offered_ends)
    AND cardinality(offered_weekdays) = cardinality(offered_breaks))
);

-- Several services as one visit: what booking needs to know of them.
CREATE TYPE catalog.visit AS (
  duration      interval,  -- the sum
  buffer_before interval,  -- the largest
  buffer_after  interval,  -- the largest
  species       text[],    -- allowed by all; NULL: every species
  staff_ids     uuid[],    -- qualified for all; NULL: every bookable member
  room_ids      uuid[],    -- suitable for all; NULL: no room needed
  device_ids    uuid[],    -- needed by any, ascending
  limited_ids   uuid[],    -- those with a daily maximum, ascending; NULL: none
  limits        integer[]  -- their maxima
);
