package dev.corral.testing;

import dev.corral.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A PostgreSQL with full durability that a test can stop, freeze or kill: every process of it at
 * once, with SIGKILL. Its data and its port stay.
 */
public final class CrashingPostgres implements AutoCloseable {

  private final Path data;
  private EmbeddedPostgres postgres;

  /** Starts one that has the schema, with its data in a folder. */
  public CrashingPostgres(Path folder) {
    this.data = folder.resolve("postgres");
    copy(Template.DATA, data);
    this.postgres = start(data, 0);
  }

  /** It, as a URL of the superuser. */
  public String url() {
    return url(postgres);
  }

  private static String url(EmbeddedPostgres postgres) {
    return "postgresql://localhost:" + postgres.getPort() + "/postgres?user=postgres";
  }

  /** Kills the postmaster and all its children, then starts PostgreSQL on what they left. */
  public void killAndRestart() {
    kill();
    close();
    start();
  }

  /** Stops it in the mode "immediate": every process ends where it is, as in a crash. */
  public void stopAtOnce() {
    ProcessHandle postmaster = postmaster();
    signal("QUIT", Stream.of(postmaster));
    awaitEnd(postmaster);
    close();
  }

  /** Starts it again, once it has stopped, and returns when it takes connections. */
  public void start() {
    postgres = start(data, postgres.getPort());
  }

  /** Freezes every process of it, as if the machine hung: connections stay, nothing answers. */
  public void freeze() {
    signal("STOP", Stream.of(postmaster())); // so that it has no more children meanwhile
    signal("STOP", postmaster().descendants());
  }

  /** Lets it go on where it was. */
  public void thaw() {
    signal("CONT", Stream.concat(postmaster().descendants(), Stream.of(postmaster())));
  }

  /**
   * Stops it in the mode "fast", which ends every session, or gives up the folder of a dead one.
   */
  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void kill() {
    ProcessHandle postmaster = postmaster();
    signal("STOP", Stream.of(postmaster)); // so that it has no more children meanwhile
    List<ProcessHandle> children = postmaster.descendants().toList();
    postmaster.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    Stream.concat(Stream.of(postmaster), children.stream()).forEach(CrashingPostgres::awaitEnd);
  }

  private ProcessHandle postmaster() {
    try {
      String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
      return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void signal(String name, Stream<ProcessHandle> processes) {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    processes.forEach(process -> command.add(Long.toString(process.pid())));
    try {
      new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(10, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("SIGKILL did not end " + process.pid(), e);
    }
  }

  private static EmbeddedPostgres start(Path data, int port) {
    try {
      return EmbeddedPostgres.builder()
          .setPort(port)
          .setDataDirectory(data)
          .setCleanDataDirectory(false)
          .setRegisterShutdownHook(false)
          .setServerConfig("fsync", "on")
          .setServerConfig("full_page_writes", "on")
          .setServerConfig("synchronous_commit", "on")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(
            path,
            to.resolve(from.relativize(path).toString()),
            StandardCopyOption.COPY_ATTRIBUTES); // PostgreSQL wants its folder to be its own alone
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The data of one that was migrated and stopped: made once, since that takes seconds. */
  private static final class Template {
    static final Path DATA = make();

    private static Path make() {
      try {
        Path folder = Files.createTempDirectory("corral-postgres");
        Path data = folder.resolve("postgres");
        try (EmbeddedPostgres postgres = CrashingPostgres.start(data, 0)) {
          TestServer.start(url(postgres), Map.of()).close();
        }
        try (Stream<Path> paths = Files.walk(folder)) {
          paths.map(Path::toFile).forEach(File::deleteOnExit);
        }
        return data;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
