-- The two roles of Corral, made before the first migration; safe to run again and from several servers at once.
-- corral_owner owns every object and runs the migrations; corral_app may execute the public functions and nothing else.
-- Neither can log in by itself: an operator gives corral_app a password, or makes a login a member of it.
SELECT pg_advisory_xact_lock(hashtext('corral roles'));
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = 'corral_owner') THEN
    CREATE ROLE corral_owner NOLOGIN;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = 'corral_app') THEN
    CREATE ROLE corral_app NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN
    NULL; -- another server has just made them
END;
$$;
DO $$
BEGIN
  -- who made the roles may grant them; another login was made a member by an operator
  IF NOT (pg_has_role('corral_owner', 'USAGE') AND pg_has_role('corral_app', 'USAGE')) THEN
    GRANT corral_owner, corral_app TO CURRENT_USER;
  END IF;
  EXECUTE format('GRANT CREATE, CONNECT ON DATABASE %I TO corral_owner', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO corral_app', current_database());
  -- A type in pg_temp comes before the built-in one of its name, also in a function that runs as the owner: who may
  -- make one there may run anything as the owner. A login that does not own the database gets a warning.
  IF has_database_privilege('corral_app', current_database(), 'TEMPORARY') THEN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC, corral_app', current_database());
  END IF;
  -- Everybody may make large objects, until a superuser says otherwise.
  IF (SELECT r.rolsuper FROM pg_catalog.pg_roles AS r WHERE r.rolname = current_user)
     AND has_function_privilege('corral_app', 'pg_catalog.lo_create(oid)', 'EXECUTE') THEN
    REVOKE EXECUTE ON FUNCTION pg_catalog.lo_creat(integer), pg_catalog.lo_create(oid),
      pg_catalog.lo_from_bytea(oid, bytea) FROM PUBLIC;
  END IF;
END;
$$;
