package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.testing.Sources;
import dev.corral.testing.Sql;
import dev.corral.testing.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the catalogue of a migrated database says, and what migrations do to one that is odd. */
class DatabaseSurfaceTest {

  private static final String SCHEMAS =
      "'kernel', 'tenant', 'directory', 'catalog', 'booking', 'payment', 'stock', 'cart', 'identity'";

  /** The functions of Corral, without those of the extension that lives in its schema. */
  private static final String FUNCTIONS =
      "pg_proc AS f JOIN pg_namespace AS n ON n.oid = f.pronamespace AND n.nspname IN ("
          + SCHEMAS
          + ") AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.classid = 'pg_proc'::regclass"
          + " AND d.objid = f.oid AND d.deptype = 'e')";

  private static final String TABLES =
      "pg_class AS t JOIN pg_namespace AS n ON n.oid = t.relnamespace AND n.nspname IN ("
          + SCHEMAS
          + ") AND t.relname <> 'flyway_schema_history'";

  private final TestServer server = TestServer.shared();

  @Test
  void serverHasNoRightOnAnyTableAndThereAreNoSequences() {
    assertNone(
        "SELECT t.oid::regclass, r.privilege FROM pg_class AS t"
            + " JOIN pg_namespace AS n ON n.oid = t.relnamespace AND n.nspname IN ("
            + SCHEMAS
            + "), unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS r"
            + " (privilege) WHERE t.relkind IN ('r', 'p', 'v', 'm', 'f') AND ("
            + "has_table_privilege('corral_app', t.oid, r.privilege)"
            + " OR r.privilege IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')"
            + " AND has_any_column_privilege('corral_app', t.oid, r.privilege))");
    assertNone("SELECT t.oid::regclass FROM " + TABLES + " WHERE t.relkind = 'S'");
  }

  @Test
  void serverMayExecuteThePublicFunctionsAndNoOthers() {
    assertNone(
        "SELECT f.oid::regprocedure, f.prosecdef FROM "
            + FUNCTIONS
            + " WHERE f.prosecdef <> has_function_privilege('corral_app', f.oid, 'EXECUTE')");
    assertThat(rows("SELECT f.proname FROM " + FUNCTIONS + " WHERE f.prosecdef"))
        .as("one public function for each RPC, and those that the server calls by itself")
        .contains(
            "verify_invariants",
            "prune_answers",
            "free_expired_reservations",
            "find_api_key",
            "note_api_key_use",
            "list_withdrawals")
        .hasSize(Sources.rpcs().size() + 6);
  }

  @Test
  void nobodyElseMayExecuteOrCreateAnything() {
    assertNone(
        "SELECT f.oid::regprocedure FROM "
            + FUNCTIONS
            + " CROSS JOIN aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) AS a"
            + " WHERE a.grantee = 0");
    assertNone(
        "SELECT n.nspname FROM pg_namespace AS n CROSS JOIN aclexplode(n.nspacl) AS a"
            + " WHERE n.nspname IN ("
            + SCHEMAS
            + ") AND (a.grantee = 0 OR a.grantee = 'corral_app'::regrole"
            + " AND a.privilege_type <> 'USAGE')");
  }

  @Test
  void publicFunctionRunsAsTheOwnerAndLooksIntoPgTempLast() {
    assertNone(
        "SELECT f.oid::regprocedure, f.proconfig FROM "
            + FUNCTIONS
            + " WHERE f.prosecdef AND NOT coalesce(f.proconfig @> ARRAY['search_path=pg_catalog, pg_temp'], false)");
    assertNone(
        "SELECT f.oid::regprocedure FROM "
            + FUNCTIONS
            + " WHERE f.proowner <> 'corral_owner'::regrole");
    assertNone(
        "SELECT t.oid::regclass FROM " + TABLES + " WHERE t.relowner <> 'corral_owner'::regrole");
  }

  @Test
  void bodyOfEveryFunctionIsSound() {
    TestPostgres.execute(
        server.databaseUrl(),
        "DO $do$ DECLARE v_definition text; BEGIN SET LOCAL check_function_bodies = on;"
            + " FOR v_definition IN SELECT pg_get_functiondef(f.oid) FROM "
            + FUNCTIONS
            + " LOOP EXECUTE v_definition; END LOOP; END $do$");
  }

  @Test
  void primaryKeysBeginWithTheTenant() {
    assertNone(
        "SELECT t.oid::regclass FROM "
            + TABLES
            + " WHERE t.relkind = 'r' AND NOT EXISTS (SELECT 1 FROM pg_constraint AS c"
            + " JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]"
            + " WHERE c.conrelid = t.oid AND c.contype = 'p' AND a.attname = 'tenant_id')");
  }

  @Test
  void everyOtherKeyContainsTheTenant() {
    assertNone(
        "SELECT t.oid::regclass, c.conname FROM "
            + TABLES
            + " JOIN pg_constraint AS c ON c.conrelid = t.oid AND c.contype IN ('u', 'f', 'x')"
            + " WHERE NOT EXISTS (SELECT 1 FROM pg_attribute AS a WHERE a.attrelid = t.oid"
            + " AND a.attname = 'tenant_id' AND a.attnum = ANY (c.conkey))");
    assertNone(
        "SELECT i.indexrelid::regclass FROM "
            + TABLES
            + " JOIN pg_index AS i ON i.indrelid = t.oid"
            + " JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]"
            + " WHERE a.attname <> 'tenant_id'");
  }

  @Test
  void foreignKeysHaveAnIndex() {
    assertNone(
        "SELECT t.oid::regclass, c.conname FROM "
            + TABLES
            + " JOIN pg_constraint AS c ON c.conrelid = t.oid AND c.contype = 'f'"
            + " WHERE NOT EXISTS (SELECT 1 FROM pg_index AS i WHERE i.indrelid = t.oid"
            + " AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)");
  }

  private void assertNone(String sql) {
    assertThat(rows(sql)).as(sql).isEmpty();
  }

  private List<String> rows(String sql) {
    return Sql.rows(server.databaseUrl(), sql);
  }
}
