package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.testing.ServerLogin;
import dev.corral.testing.Sql;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What somebody can do who logs in with the server's rights and sends SQL of their own: everything
 * is tried, on every object that the catalogue has.
 *
 * <p>Left are what PostgreSQL gives to every login and Corral cannot take: the catalogue (names,
 * sizes and texts of functions, not a row), settings of the own session, advisory locks, NOTIFY,
 * pg_sleep, ending other sessions of the same login, and the functions of btree_gist, which compute
 * from their arguments.
 */
class ServerLoginTest {

  private static final String DENIED = "42501";

  /** The schemas of Corral; {@code public} and those of the system are not its own. */
  private static final String OWN =
      "NOT IN ('pg_catalog', 'information_schema', 'public', 'pg_toast') AND n.nspname NOT LIKE"
          + " 'pg\\_%temp\\_%'";

  private static ServerLogin login;
  private static String url;

  @BeforeAll
  static void logIn() {
    url = TestServer.shared().databaseUrl();
    login = ServerLogin.on(url);
  }

  @AfterAll
  static void logOut() {
    login.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1 FROM %1$s",
        "SELECT %2$s FROM %1$s LIMIT 0",
        "SELECT * FROM %1$s FOR SHARE",
        "INSERT INTO %1$s DEFAULT VALUES",
        "UPDATE %1$s SET %2$s = NULL",
        "DELETE FROM %1$s",
        "TRUNCATE %1$s",
        "LOCK TABLE %1$s IN ACCESS SHARE MODE",
        "COPY %1$s TO STDOUT",
        "COPY %1$s FROM STDIN",
        "DROP TABLE %1$s CASCADE",
        "ALTER TABLE %1$s DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE %1$s OWNER TO CURRENT_USER",
        "GRANT SELECT ON %1$s TO CURRENT_USER",
        "CREATE INDEX ON %1$s (%2$s)",
        "CREATE RULE planted AS ON INSERT TO %1$s DO INSTEAD NOTHING",
        "COMMENT ON TABLE %1$s IS 'mine'"
      })
  void noTableCanBeReadWrittenOrChanged(String statement) {
    List<String> tables =
        Sql.rows(
            url,
            "SELECT c.oid::regclass, quote_ident(a.attname) FROM pg_class AS c"
                + " JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname "
                + OWN
                + " JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = 1"
                + " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')");
    assertThat(tables).hasSizeGreaterThan(30);
    for (String table : tables) {
      String[] names = table.split("\\|");
      assertRefused(statement.formatted(names[0], names[1]));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE %s.planted ()",
        "CREATE VIEW %s.planted AS SELECT 1 AS one",
        "CREATE MATERIALIZED VIEW %s.planted AS SELECT 1 AS one",
        "CREATE SEQUENCE %s.planted",
        "CREATE TYPE %s.planted AS ENUM ()",
        "CREATE TYPE %s.planted AS (one integer)",
        "CREATE DOMAIN %s.planted AS text",
        "CREATE FUNCTION %s.planted() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "CREATE OPERATOR %s.### (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4pl)",
        "CREATE COLLATION %s.planted FROM pg_catalog.\"C\""
      })
  void nothingCanBeMadeInAnySchema(String statement) {
    Stream.concat(
            Sql.rows(
                url,
                "SELECT quote_ident(n.nspname) FROM pg_namespace AS n"
                    + " WHERE n.nspname NOT LIKE 'pg\\_%temp\\_%'")
                .stream(),
            Stream.of("pg_temp"))
        .forEach(schema -> assertRefused(statement.formatted(schema)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE SCHEMA planted",
        "CREATE TEMPORARY TABLE planted ()",
        "CREATE TEMPORARY VIEW planted AS SELECT 1 AS one",
        "SELECT 1 AS one INTO TEMPORARY planted",
        "CREATE ROLE planted",
        "CREATE EVENT TRIGGER planted ON sql_drop EXECUTE FUNCTION now()",
        "CREATE PUBLICATION planted",
        "CREATE PUBLICATION planted FOR ALL TABLES",
        "CREATE FOREIGN DATA WRAPPER planted",
        "CREATE FUNCTION kernel.new_id() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
        "SELECT lo_create(0)",
        "SELECT lo_creat(-1)",
        "SELECT lo_from_bytea(0, 'planted')",
        "SELECT lo_import('/etc/passwd')"
      })
  void nothingElseCanBeMade(String statement) {
    assertRefused(statement);
  }

  @Test
  void whatRunsInNoTransactionCannotBeMadeEither() {
    for (String statement :
        List.of(
            "CREATE DATABASE planted",
            "CREATE TABLESPACE planted LOCATION '/tmp'",
            "CREATE SUBSCRIPTION planted CONNECTION 'dbname=postgres' PUBLICATION planted",
            "ALTER SYSTEM SET work_mem = '1MB'")) {
      assertThat(login.sqlStateAlone(statement)).as(statement).isEqualTo(DENIED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET ROLE corral_owner",
        "SET SESSION AUTHORIZATION corral_owner",
        "SET session_replication_role = replica",
        "GRANT corral_owner TO CURRENT_USER",
        "GRANT pg_read_all_data TO CURRENT_USER",
        "ALTER ROLE corral_app SUPERUSER",
        "ALTER ROLE corral_owner LOGIN PASSWORD 'mine'",
        "ALTER DATABASE CURRENT OWNER TO CURRENT_USER",
        "ALTER DEFAULT PRIVILEGES FOR ROLE corral_owner GRANT SELECT ON TABLES TO CURRENT_USER",
        "DROP OWNED BY corral_owner",
        "REASSIGN OWNED BY corral_owner TO CURRENT_USER",
        "DROP SCHEMA cart CASCADE",
        "DROP EXTENSION btree_gist CASCADE",
        "ALTER TYPE kernel.outcome ADD VALUE 'PLANTED'"
      })
  void nobodyElsesRightsCanBeHad(String statement) {
    String database = "\"" + Sql.row(url, "SELECT current_database()") + "\"";
    assertRefused(statement.replace("DATABASE CURRENT", "DATABASE " + database));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT pg_read_file('PG_VERSION')",
        "SELECT pg_read_binary_file('PG_VERSION')",
        "SELECT pg_ls_dir('.')",
        "SELECT pg_stat_file('PG_VERSION')",
        "SELECT lo_export(1, '/tmp/planted')",
        "SELECT pg_reload_conf()",
        "SELECT pg_rotate_logfile()",
        "SELECT pg_switch_wal()",
        "SELECT pg_create_restore_point('planted')",
        "SELECT pg_stat_reset()",
        "SELECT pg_create_physical_replication_slot('planted')",
        "SELECT rolpassword FROM pg_authid",
        "SELECT * FROM pg_statistic",
        "SELECT * FROM pg_largeobject",
        "COPY (SELECT 1) TO PROGRAM 'cat'",
        "COPY (SELECT 1) TO '/tmp/planted'",
        "SELECT query_to_xml('SELECT * FROM kernel.answer', true, true, '')",
        "SELECT ts_stat('SELECT note::tsvector FROM booking.appointment')",
        "DO 'BEGIN DELETE FROM kernel.audit; END'"
      })
  void filesProgramsAndTheServerStayOutOfReach(String statement) {
    assertRefused(statement);
  }

  @Test
  void internalFunctionsCannotBeCalledChangedOrDropped() {
    List<String> functions =
        Sql.rows(
            url,
            "SELECT f.oid::regproc, f.oid::regprocedure, rtrim(repeat('NULL,', f.pronargs), ',')"
                + " FROM pg_proc AS f JOIN pg_namespace AS n ON n.oid = f.pronamespace"
                + " AND n.nspname "
                + OWN
                + " WHERE f.proowner = 'corral_owner'::regrole"
                + " AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.objid = f.oid"
                + " AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e')"
                + " AND NOT f.prosecdef");
    assertThat(functions).hasSizeGreaterThan(80);
    for (String function : functions) {
      String[] parts = function.split("\\|", -1);
      assertRefused("SELECT " + parts[0] + "(" + parts[2] + ")");
      assertRefused("DROP FUNCTION " + parts[1]);
      assertRefused("ALTER FUNCTION " + parts[1] + " SECURITY DEFINER");
      assertRefused("GRANT EXECUTE ON FUNCTION " + parts[1] + " TO CURRENT_USER");
    }
  }

  @Test
  void extensionThatTheServerMayUseComputesFromItsArgumentsAlone() {
    assertThat(
            Sql.rows(
                url,
                "SELECT DISTINCT e.extname, f.provolatile, f.prosecdef FROM pg_proc AS f"
                    + " JOIN pg_namespace AS n ON n.oid = f.pronamespace AND n.nspname "
                    + OWN
                    + " JOIN pg_depend AS d ON d.classid = 'pg_proc'::regclass AND d.objid = f.oid"
                    + " AND d.deptype = 'e' JOIN pg_extension AS e ON e.oid = d.refobjid"))
        .containsExactly("btree_gist|i|f");
  }

  /** A type of that name in pg_temp would come before the real one in a function of the owner. */
  @Test
  void typeOfTheSessionCannotStandInForABuiltInOne() {
    assertRefused(
        """
        CREATE FUNCTION pg_temp.spy(pg_catalog.text) RETURNS boolean LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM 1 FROM kernel.audit;
          RAISE EXCEPTION 'run as %', current_user;
        END $$;
        CREATE DOMAIN pg_temp.text AS pg_catalog.text CHECK (pg_temp.spy(VALUE::pg_catalog.text));
        SELECT payment.list_invoices('t', NULL, 'CLIENT', NULL, '{}', false, NULL, NULL, NULL,
                                     NULL, 1);
        """);
  }

  private static void assertRefused(String statement) {
    assertThat(login.sqlState(statement)).as(statement).isEqualTo(DENIED);
  }
}
