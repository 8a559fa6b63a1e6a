-- Stores the answer of a mutation and its audit row. Internal. The last write of every mutating function.
-- Locks: the key of the answer. Two calls with one request id that both came this far meet at answer_pkey: the later
-- one raises unique_violation, and the server runs it again to find the answer of the first.
CREATE OR REPLACE FUNCTION kernel.remember(
  p_tenant_id    text,
  p_operation    text,
  p_request_id   uuid,
  p_request_hash bytea,
  p_actor_id     uuid,
  p_actor_role   text,
  p_before       jsonb,
  p_answer       jsonb
) RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  INSERT INTO kernel.answer (tenant_id, operation, request_id, request_hash, answer)
  VALUES (p_tenant_id, p_operation, p_request_id, p_request_hash, p_answer);

  INSERT INTO kernel.audit (tenant_id, audit_id, operation, request_id, actor_id, actor_role, before, after)
  VALUES (p_tenant_id, kernel.new_id(), p_operation, p_request_id, p_actor_id, p_actor_role, p_before, p_answer);
END;
$$;
REVOKE ALL ON FUNCTION kernel.remember FROM PUBLIC;
