-- Returns what a client owed and had as credit at an instant, and the entries before it. A client sees only their own.
-- Outcomes: CLIENT_NOT_FOUND. No locks. p_at NULL: now; p_from NULL: the last 1,000 entries.
-- entries: [{create_time, kind, invoice_id, owed_minor, credit_minor}], the oldest first, at most the last 1,000.
CREATE OR REPLACE FUNCTION payment.get_client_statement(
  p_tenant_id       text,
  p_actor_id        uuid,
  p_actor_role      text,
  p_client_id       uuid,
  p_at              timestamptz,
  p_from            timestamptz,
  OUT outcome       kernel.outcome,
  OUT detail        jsonb,
  OUT owed_minor    bigint,
  OUT credit_minor  bigint,
  OUT currency_code text,
  OUT entries       jsonb
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF (directory.find_client(p_tenant_id, p_actor_id, p_actor_role, p_client_id)).client_id IS NULL THEN
    outcome := 'CLIENT_NOT_FOUND';
    RETURN;
  END IF;
  currency_code := (tenant.find_tenant(p_tenant_id)).currency_code;
  SELECT coalesce(sum(l.amount_minor) FILTER (WHERE l.account = 'OWED'), 0),
         coalesce(-sum(l.amount_minor) FILTER (WHERE l.account = 'CREDIT'), 0)
    INTO owed_minor, credit_minor
    FROM payment.ledger AS l
   WHERE l.tenant_id = p_tenant_id AND l.client_id = p_client_id AND (p_at IS NULL OR l.create_time <= p_at);

  SELECT coalesce(jsonb_agg(to_jsonb(e) - 'posting_id' ORDER BY e.create_time, e.posting_id), '[]')
    INTO entries
    FROM (SELECT l.posting_id, min(l.create_time) AS create_time, min(l.kind) AS kind, l.invoice_id,
                 coalesce(sum(l.amount_minor) FILTER (WHERE l.account = 'OWED'), 0) AS owed_minor,
                 coalesce(-sum(l.amount_minor) FILTER (WHERE l.account = 'CREDIT'), 0) AS credit_minor
            FROM payment.ledger AS l
           WHERE l.tenant_id = p_tenant_id AND l.client_id = p_client_id
             AND (p_at IS NULL OR l.create_time <= p_at) AND (p_from IS NULL OR l.create_time >= p_from)
           GROUP BY l.posting_id, l.invoice_id
           ORDER BY 2 DESC, 1 DESC
           LIMIT 1000) AS e;
  outcome := 'OK';
END;
$$;
REVOKE ALL ON FUNCTION payment.get_client_statement FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment.get_client_statement TO corral_app;
