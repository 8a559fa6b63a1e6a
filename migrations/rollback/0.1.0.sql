-- Takes release 0.1.0 back: every object that its migrations made is gone, with all data of Corral.
-- Run as corral_owner or a superuser: psql --single-transaction --set ON_ERROR_STOP=1 --file migrations/rollback/0.1.0.sql
-- The roles corral_owner and corral_app belong to the whole server; they stay, with their right to use this database.
DROP SCHEMA IF EXISTS identity, cart, stock, payment, booking, catalog, directory, tenant, kernel CASCADE;
ALTER DEFAULT PRIVILEGES FOR ROLE corral_owner GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE corral_owner GRANT USAGE ON TYPES TO PUBLIC;
