package dev.corral.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * One PostgreSQL for all tests of this JVM: a container where a Docker engine runs, otherwise one
 * that this process starts. {@code -Dcorral.postgres=15} chooses the version. Tests do not know
 * which it is.
 */
public final class TestPostgres {

  private static final String VERSION = System.getProperty("corral.postgres", "18");
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final String SERVER = start();

  private TestPostgres() {}

  /** A new, empty database, as a URL of its superuser. */
  public static String freshDatabase() {
    return create("");
  }

  /** A new database with everything that is in another, to which nobody may be connected. */
  public static String copyOf(String url) {
    return create(" TEMPLATE " + url.substring(url.lastIndexOf('/') + 1, url.indexOf('?')));
  }

  private static String create(String options) {
    String name = "corral_" + ProcessHandle.current().pid() + "_" + COUNTER.incrementAndGet();
    execute(url("postgres"), "CREATE DATABASE " + name + options);
    return url(name);
  }

  /** Runs statements as the superuser, in one transaction. */
  public static void execute(String url, String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:" + url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static String url(String database) {
    return SERVER.replace("/DATABASE?", "/" + database + "?");
  }

  private static String start() {
    return hasDocker() ? container() : embedded();
  }

  private static boolean hasDocker() {
    return System.getenv("DOCKER_HOST") != null
        || java.nio.file.Files.exists(java.nio.file.Path.of("/var/run/docker.sock"))
            && DockerClientFactory.instance().isDockerAvailable();
  }

  @SuppressWarnings("resource") // Ryuk stops it with the JVM
  private static String container() {
    PostgreSQLContainer postgres =
        new PostgreSQLContainer("postgres:" + VERSION)
            .withCommand(
                "postgres",
                "-c",
                "max_connections=300",
                "-c",
                "shared_preload_libraries=pg_stat_statements");
    postgres.start();
    return "postgresql://"
        + postgres.getHost()
        + ":"
        + postgres.getMappedPort(5432)
        + "/DATABASE?user="
        + postgres.getUsername()
        + "&password="
        + postgres.getPassword();
  }

  @SuppressWarnings("resource") // its own shutdown hook stops it
  private static String embedded() {
    try {
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("max_connections", "300")
              .setServerConfig("shared_preload_libraries", "pg_stat_statements")
              .start();
      return "postgresql://localhost:" + postgres.getPort() + "/DATABASE?user=postgres";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
