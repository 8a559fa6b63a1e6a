package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.testing.Sources;
import dev.corral.testing.Sql;
import dev.corral.testing.TestPostgres;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What migrations do to a database that is new, busy or to be taken back. */
class MigrationsTest {

  private static final String SCHEMAS =
      "SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%'"
          + " AND nspname NOT IN ('information_schema', 'public') ORDER BY 1";

  private final String url = TestPostgres.freshDatabase();
  private final DatabaseUrl database = DatabaseUrl.parse(url).orElseThrow();

  @Test
  void secondRunHasNothingToDo() throws Migrations.Refused {
    assertThat(Migrations.migrate(database)).isPositive();
    assertThat(Migrations.migrate(database)).isZero();
  }

  @Test
  void serversThatMigrateAtOnceAllSucceed() throws Exception {
    List<Integer> scripts;
    try (ExecutorService servers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> running =
          IntStream.range(0, 3)
              .mapToObj(i -> servers.submit(() -> Migrations.migrate(database)))
              .toList();
      scripts = running.stream().map(MigrationsTest::get).toList();
    }
    assertThat(scripts.stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(
            Integer.parseInt(
                Sql.row(
                    url, "SELECT count(*) FROM kernel.flyway_schema_history WHERE type = 'SQL'")));
    assertThat(Migrations.migrate(database)).isZero();
  }

  @Test
  void ownerOfTheDatabaseNeedNotBeASuperuserAndTakesTemporaryObjectsFromEverybody()
      throws Migrations.Refused {
    String name = Sql.row(url, "SELECT current_database()");
    String login = "migrator_of_" + name;
    TestServer.shared(); // whose migrations have made the roles
    TestPostgres.execute(
        url,
        "CREATE ROLE %1$s LOGIN CREATEROLE PASSWORD 'm'; ALTER DATABASE %2$s OWNER TO %1$s;"
                .formatted(login, name)
            + " GRANT corral_owner, corral_app TO %s WITH ADMIN OPTION".formatted(login));
    try {
      String asLogin = url.substring(0, url.indexOf('?')) + "?user=" + login + "&password=m";
      assertThat(Migrations.migrate(DatabaseUrl.parse(asLogin).orElseThrow())).isPositive();
      assertThat(
              Sql.row(
                  url,
                  "SELECT has_database_privilege('corral_app', current_database(), 'TEMPORARY')"))
          .isEqualTo("f");
    } finally {
      TestPostgres.execute(
          url,
          "ALTER DATABASE %2$s OWNER TO CURRENT_USER; DROP OWNED BY %1$s; DROP ROLE %1$s"
              .formatted(login, name));
    }
  }

  @Test
  void releaseIsTakenBackWithItsDataAndCanComeAgain() throws Migrations.Refused {
    List<String> before = Sql.rows(url, SCHEMAS);
    try (TestServer server = TestServer.start(url, java.util.Map.of())) {
      Clinic clinic = server.freshClinic();
      clinic.book(clinic.pet(), clinic.vet(), clinic.at(3, 10, 0), clinic.service(30));
    }
    TestPostgres.execute(
        url, "SET ROLE corral_owner; " + Sources.textOrEmpty("migrations/rollback/0.1.0.sql"));
    assertThat(Sql.rows(url, SCHEMAS)).isEqualTo(before);
    assertThat(
            Sql.rows(
                url,
                "SELECT p.oid::regprocedure FROM pg_proc AS p"
                    + " JOIN pg_roles AS r ON r.oid = p.proowner AND r.rolname = 'corral_owner'"))
        .isEmpty();
    try (TestServer server = TestServer.start(url, java.util.Map.of())) {
      Clinic clinic = server.freshClinic();
      clinic.book(clinic.pet(), clinic.vet(), clinic.at(3, 10, 0), clinic.service(30));
      assertThat(server.violatedInvariants()).isEmpty();
    }
  }

  private static int get(Future<Integer> future) {
    try {
      return future.get();
    } catch (Exception e) {
      throw new AssertionError("a server broke", e);
    }
  }
}
