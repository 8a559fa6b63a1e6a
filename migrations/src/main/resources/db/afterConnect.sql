-- Flyway runs this on each of its connections. Everything is made by, and belongs to, corral_owner. Functions of one
-- domain call those of another that may come later in the same run, so bodies are not checked when they are made.
SET ROLE corral_owner;
SET check_function_bodies = off;
