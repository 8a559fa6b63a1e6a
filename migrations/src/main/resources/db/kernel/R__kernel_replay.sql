-- Looks for the stored answer of a request. Internal. No locks.
-- Outcome: NULL when there is none, OK with the answer, REQUEST_ID_REUSED when the id came with another payload.
CREATE OR REPLACE FUNCTION kernel.replay(
  p_tenant_id    text,
  p_operation    text,
  p_request_id   uuid,
  p_request_hash bytea,
  OUT outcome    kernel.outcome,
  OUT answer     jsonb
)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  SELECT CASE WHEN a.request_hash = p_request_hash THEN 'OK' ELSE 'REQUEST_ID_REUSED' END::kernel.outcome,
         CASE WHEN a.request_hash = p_request_hash THEN a.answer END
    INTO outcome, answer
    FROM kernel.answer AS a
   WHERE a.tenant_id = p_tenant_id AND a.operation = p_operation AND a.request_id = p_request_id;
END;
$$;
REVOKE ALL ON FUNCTION kernel.replay FROM PUBLIC;
