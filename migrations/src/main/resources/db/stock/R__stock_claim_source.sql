-- Records that an outside event is used, and whether it was new; the empty reference is none. Internal.
-- Locks: the key of the reference; of two calls with one reference the later waits for the first.
CREATE OR REPLACE FUNCTION stock.claim_source(
  p_tenant_id text,
  p_reference text
) RETURNS boolean
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  IF p_reference = '' THEN
    RETURN true;
  END IF;
  INSERT INTO stock.source (tenant_id, reference) VALUES (p_tenant_id, p_reference)
      ON CONFLICT ON CONSTRAINT source_pkey DO NOTHING;
  RETURN FOUND;
END;
$$;
REVOKE ALL ON FUNCTION stock.claim_source FROM PUBLIC;
