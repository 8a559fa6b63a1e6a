package dev.corral.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.corral.testing.TestPostgres;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a ping concludes from a PostgreSQL that gives no further connection. */
class PingTest {

  private final String databaseUrl = TestPostgres.freshDatabase();
  private final String login = "crowded_" + UUID.randomUUID().toString().replace("-", "");

  @Test
  void poolThatHasTheLastConnectionIsNotTakenForADatabaseThatIsAway() {
    TestPostgres.execute(
        databaseUrl, "CREATE ROLE " + login + " LOGIN PASSWORD 'x' CONNECTION LIMIT 1");
    try (Database database = new Database(pool(), 0, 10)) {
      for (int i = 0; i < 3; i++) {
        assertThat(database.isAlive()).isTrue();
        assertThat(database.list("SELECT 7 AS seven", List.of(), row -> row.integer("seven")))
            .containsExactly(7);
      }
    } finally {
      TestPostgres.execute(databaseUrl, "DROP ROLE " + login);
    }
  }

  private HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:" + databaseUrl.substring(0, databaseUrl.indexOf('?')));
    config.setUsername(login);
    config.setPassword("x");
    config.setMaximumPoolSize(1);
    return new HikariDataSource(config);
  }
}
