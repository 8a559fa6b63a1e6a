package dev.corral.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.common.v1.Limit;
import dev.corral.kernel.Database;
import dev.corral.kernel.Refused;
import dev.corral.testing.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plans that are read for callers with strange tenants, from the real database. */
class PlanRefreshTest {

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();
  private final Database database = new Database(pool(server.databaseUrl()), 0, 10);
  private final ServerLimits limits =
      new ServerLimits(new LimitSettings(Plan.STANDARD, 10, 10, 10), () -> 1);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void planIsReadBesideCallsOfThePlatformThatHaveNoTenantAndOfOneCalledNull() {
    TestPostgres.execute(
        server.databaseUrl(),
        "INSERT INTO tenant.tenant_limits (tenant_id, read_calls_in_flight) VALUES ('"
            + clinic.tenantId()
            + "', 1)");
    for (String tenant : new String[] {"", "null", clinic.tenantId(), "nobody"}) {
      limits.enterTenant(tenant, Limit.LIMIT_READ).release();
    }
    new PlanRefresh(database, limits).run();
    limits.enterTenant(clinic.tenantId(), Limit.LIMIT_READ);
    Refused refused =
        catchThrowableOfType(
            Refused.class, () -> limits.enterTenant(clinic.tenantId(), Limit.LIMIT_READ));
    assertThat(refused).as("the plan allows one at once").isNotNull();
    assertThat(refused.metadata()).containsEntry("limit_value", "1");
  }

  private static HikariDataSource pool(String databaseUrl) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:" + databaseUrl);
    config.setMaximumPoolSize(1);
    config.setConnectionInitSql("SET ROLE corral_app");
    return new HikariDataSource(config);
  }
}
