-- The keys of machines. The server may look one up; only corral_owner makes and revokes them.
CREATE SCHEMA identity;
GRANT USAGE ON SCHEMA identity TO corral_app;

CREATE TABLE identity.api_key (
  tenant_id     text        NOT NULL, -- or '-' for a key of the platform, which stands above tenants
  key_id        text        NOT NULL,
  secret_hash   bytea       NOT NULL, -- SHA-256 of 32 random bytes, which nobody can search through
  role          text        NOT NULL,
  actor_id      uuid        NOT NULL, -- whom the audit names
  display_name  text        NOT NULL,
  create_time   timestamptz NOT NULL DEFAULT now(),
  expire_time   timestamptz,
  revoke_time   timestamptz,
  last_use_time timestamptz,          -- to the minute
  CONSTRAINT api_key_pkey PRIMARY KEY (tenant_id, key_id),
  CONSTRAINT api_key_id_check CHECK (key_id ~ '^[a-z0-9]{12}$'),
  CONSTRAINT api_key_secret_hash_check CHECK (octet_length(secret_hash) = 32),
  CONSTRAINT api_key_role_check CHECK (role IN ('VET', 'RECEPTION', 'ADMIN', 'SERVICE', 'PLATFORM')),
  CONSTRAINT api_key_platform_check CHECK ((tenant_id = '-') = (role = 'PLATFORM'))
);

-- Whose tokens were withdrawn, and until when issued ones. The tenant is '-': a token may be good for several.
CREATE TABLE identity.withdrawal (
  tenant_id     text        NOT NULL,
  actor_id      uuid        NOT NULL,
  issued_before timestamptz NOT NULL,
  CONSTRAINT withdrawal_pkey PRIMARY KEY (tenant_id, actor_id),
  CONSTRAINT withdrawal_tenant_check CHECK (tenant_id = '-')
);
