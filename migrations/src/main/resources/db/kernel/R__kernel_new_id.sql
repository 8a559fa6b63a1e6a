-- Makes a UUIDv7: 48 bits of milliseconds since 1970, then random bits (RFC 9562, section 5.7). Internal. No locks.
-- PostgreSQL 18 has uuidv7() of its own; this form runs on 15 to 18 alike: a random UUID, its first 48 bits replaced by
-- the clock and its version nibble 4 turned into 7.
CREATE OR REPLACE FUNCTION kernel.new_id() RETURNS uuid
LANGUAGE sql VOLATILE PARALLEL SAFE
AS $$
  SELECT encode(
           set_bit(
             set_bit(
               overlay(
                 uuid_send(gen_random_uuid())
                 PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
                 FROM 1 FOR 6),
               52, 1),
             53, 1),
           'hex')::uuid
$$;
REVOKE ALL ON FUNCTION kernel.new_id FROM PUBLIC;
