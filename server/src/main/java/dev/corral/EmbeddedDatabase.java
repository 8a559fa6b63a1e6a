package dev.corral;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A PostgreSQL that this process starts and stops. Its data stays in a folder between runs, and it
 * writes with full durability. It listens on the loopback address only.
 */
final class EmbeddedDatabase implements AutoCloseable {

  private static final Duration STARTUP_MAX = Duration.ofSeconds(60);

  private final EmbeddedPostgres postgres;

  private EmbeddedDatabase(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Starts it.
   *
   * @param folder keeps the data; made when it is not there
   */
  static EmbeddedDatabase start(Path folder) throws IOException {
    Path data = Files.createDirectories(folder).toAbsolutePath().resolve("postgres");
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setOverrideWorkingDirectory(folder.toAbsolutePath().resolve("binaries").toFile())
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(STARTUP_MAX)
            .setErrorRedirector(
                ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile()))
            .setOutputRedirector(
                ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile()))
            // The library starts it for throw-away tests, without fsync; here data must last.
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("shared_preload_libraries", "pg_stat_statements")
            .start();
    return new EmbeddedDatabase(postgres);
  }

  DatabaseUrl url() {
    String url = "postgresql://localhost:" + postgres.getPort() + "/postgres?user=postgres";
    return DatabaseUrl.parse(url).orElseThrow();
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not stop", e);
    }
  }
}
