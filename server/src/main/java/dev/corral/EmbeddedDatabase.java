package dev.corral;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * A PostgreSQL that this process starts and stops. Its data stays in a folder between runs, and it
 * writes with full durability. It listens on the loopback address only.
 */
final class EmbeddedDatabase implements AutoCloseable {

  private static final Duration STARTUP_MAX = Duration.ofSeconds(60);
  private static final Duration STOP_MAX = Duration.ofSeconds(20);

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
    stopOrphan(data);
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

  /**
   * Stops a PostgreSQL whose Corral was killed and which still runs on its data; nobody uses it.
   */
  private static void stopOrphan(Path data) throws IOException {
    Path lockFile = data.resolve("epg-lock");
    Path pidFile = data.resolve("postmaster.pid");
    if (!Files.exists(lockFile) || !Files.exists(pidFile)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) { // otherwise another Corral runs on this folder
        long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
        ProcessHandle.of(pid)
            .filter(process -> process.info().command().orElse("").endsWith("postgres"))
            .filter(ProcessHandle::destroy)
            .ifPresent(process -> process.onExit().orTimeout(STOP_MAX.toSeconds(), SECONDS).join());
      }
    }
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
