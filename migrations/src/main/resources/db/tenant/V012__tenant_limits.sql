-- How much a tenant may ask of each server. NULL, or no row, is the server's own default.
CREATE TABLE tenant.tenant_limits (
  tenant_id                  text        NOT NULL,
  read_calls_per_second      integer,
  read_calls_in_flight       integer,
  write_calls_per_second     integer,
  write_calls_in_flight      integer,
  expensive_calls_per_second integer,
  expensive_calls_in_flight  integer,
  strict_calls_per_second    integer,
  strict_calls_in_flight     integer,
  update_time                timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT tenant_limits_pkey PRIMARY KEY (tenant_id),
  CONSTRAINT tenant_limits_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant.tenant (tenant_id),
  CONSTRAINT tenant_limits_per_second_check CHECK (
    read_calls_per_second BETWEEN 1 AND 100000 AND write_calls_per_second BETWEEN 1 AND 100000
    AND expensive_calls_per_second BETWEEN 1 AND 100000 AND strict_calls_per_second BETWEEN 1 AND 100000),
  CONSTRAINT tenant_limits_in_flight_check CHECK (
    read_calls_in_flight BETWEEN 1 AND 10000 AND write_calls_in_flight BETWEEN 1 AND 10000
    AND expensive_calls_in_flight BETWEEN 1 AND 10000 AND strict_calls_in_flight BETWEEN 1 AND 10000)
);
