-- Takes release 0.1.0 back: the database is as before the first migration, with all data of Corral gone.
-- Run as corral_owner or a superuser: psql --single-transaction --set ON_ERROR_STOP=1 --file migrations/rollback/0.1.0.sql
-- The roles corral_owner and corral_app belong to the whole server and stay.
DROP SCHEMA IF EXISTS booking, catalog, directory, tenant, kernel CASCADE;
