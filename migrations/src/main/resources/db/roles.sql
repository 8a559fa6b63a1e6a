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
END;
$$;
