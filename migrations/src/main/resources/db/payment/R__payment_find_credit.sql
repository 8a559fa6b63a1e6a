-- Locks and returns a client's store credit for another function; 0 for a client who never had any. Internal.
-- Locks: the client's credit, when there is a row of it.
CREATE OR REPLACE FUNCTION payment.find_credit(
  p_tenant_id text,
  p_client_id uuid
) RETURNS bigint
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  RETURN coalesce((SELECT c.credit_minor
                     FROM payment.credit AS c
                    WHERE c.tenant_id = p_tenant_id AND c.client_id = p_client_id
                      FOR NO KEY UPDATE), 0);
END;
$$;
REVOKE ALL ON FUNCTION payment.find_credit FROM PUBLIC;
