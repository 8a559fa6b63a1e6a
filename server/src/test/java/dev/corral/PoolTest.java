package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class PoolTest {

  @Test
  void driverGivesUpOnADeadServerAndKeepsValuesOutOfItsErrors() throws Exception {
    Config config =
        Config.read(
            Map.of(
                "CORRAL_DATABASE_URL",
                TestServer.shared().databaseUrl(),
                "CORRAL_LONGEST_CALL_MS",
                "7000"),
            true);
    try (HikariDataSource pool = App.pool(config)) {
      Properties driver = pool.getDataSourceProperties();
      assertThat(driver.getProperty("socketTimeout")).as("longest call and 5 s").isEqualTo("12");
      assertThat(driver.getProperty("logServerErrorDetail")).isEqualTo("false");
      assertThat(driver.getProperty("tcpKeepAlive")).isEqualTo("true");
      assertThat(driver.getProperty("connectTimeout")).isEqualTo("2");
    }
  }
}
