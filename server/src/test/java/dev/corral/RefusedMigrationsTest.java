package dev.corral;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corral.testing.TestPostgres;
import org.junit.jupiter.api.Test;

/** Databases that migrations leave alone: newer, broken or changed by hand. */
class RefusedMigrationsTest {

  private final String url = TestServer.migratedDatabase();
  private final DatabaseUrl database = DatabaseUrl.parse(url).orElseThrow();

  @Test
  void historyThatThisVersionDoesNotKnowIsRefused() {
    addHistory("'999', 'the future', 'SQL', 'V999__the_future.sql', 1", true);
    assertRefused();
  }

  @Test
  void functionThatThisVersionDoesNotHaveIsRefused() {
    addHistory("NULL, 'zoo later', 'SQL', 'R__zoo_later.sql', 1", true);
    assertRefused();
  }

  @Test
  void migrationThatFailedHalfWayIsRefused() {
    addHistory("'999', 'half way', 'SQL', 'V999__half_way.sql', 1", false);
    assertRefused();
  }

  @Test
  void scriptThatWasChangedAfterItRanIsRefused() {
    TestPostgres.execute(
        url, "UPDATE kernel.flyway_schema_history SET checksum = 1 WHERE version = '001'");
    assertRefused();
  }

  private void assertRefused() {
    assertThatExceptionOfType(Migrations.Refused.class)
        .isThrownBy(() -> Migrations.migrate(database));
  }

  private void addHistory(String values, boolean success) {
    TestPostgres.execute(
        url,
        "INSERT INTO kernel.flyway_schema_history (installed_rank, version, description, type,"
            + " script, checksum, installed_by, execution_time, success)"
            + " SELECT max(installed_rank) + 1, "
            + values
            + ", 'test', 1, "
            + success
            + " FROM kernel.flyway_schema_history");
  }
}
