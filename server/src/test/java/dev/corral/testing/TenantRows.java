package dev.corral.testing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Every row that a tenant has in any table, to see that a call has changed none. */
public final class TenantRows {

  private static final String TABLES =
      "SELECT c.oid::regclass FROM pg_class AS c JOIN pg_attribute AS a"
          + " ON a.attrelid = c.oid AND a.attname = 'tenant_id' WHERE c.relkind = 'r'"
          + " AND c.relnamespace::regnamespace::text IN ("
          + Sources.domains().stream().map(d -> "'" + d + "'").collect(Collectors.joining(", "))
          + ", 'kernel')";

  private static final Map<String, List<String>> TABLES_BY_DATABASE = new ConcurrentHashMap<>();

  private TenantRows() {}

  /** The rows as text, each with its table. */
  public static List<String> of(String databaseUrl, String tenantId) {
    return rows(databaseUrl, tenantId, "t::text");
  }

  /** The same as JSON documents. */
  public static List<String> json(String databaseUrl, String tenantId) {
    return rows(databaseUrl, tenantId, "to_jsonb(t)::text");
  }

  private static List<String> rows(String databaseUrl, String tenantId, String row) {
    String sql = "SELECT '%1$s', %3$s FROM %1$s AS t WHERE t.tenant_id = '%2$s'";
    return Sql.rows(
        databaseUrl,
        TABLES_BY_DATABASE.computeIfAbsent(databaseUrl, url -> Sql.rows(url, TABLES)).stream()
                .map(table -> sql.formatted(table, tenantId, row))
                .collect(Collectors.joining(" UNION ALL "))
            + " ORDER BY 1, 2");
  }
}
