package dev.corral.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A PostgreSQL with full durability that a test can kill: every process of it at once, with
 * SIGKILL. Its data and its port stay.
 */
public final class CrashingPostgres implements AutoCloseable {

  private final Path data;
  private EmbeddedPostgres postgres;

  /** Starts one with its data in a folder. */
  public CrashingPostgres(Path folder) {
    this.data = folder.resolve("postgres");
    this.postgres = start(0);
  }

  /** It, as a URL of the superuser. */
  public String url() {
    return "postgresql://localhost:" + postgres.getPort() + "/postgres?user=postgres";
  }

  /** Kills the postmaster and all its children, then starts PostgreSQL on what they left. */
  public void killAndRestart() {
    int port = postgres.getPort();
    kill();
    close();
    postgres = start(port);
  }

  /** Stops it, or gives up the folder of one that is dead. */
  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void kill() {
    ProcessHandle postmaster = ProcessHandle.of(postmasterPid()).orElseThrow();
    freeze(postmaster.pid()); // so that it has no more children meanwhile
    List<ProcessHandle> children = postmaster.descendants().toList();
    postmaster.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    Stream.concat(Stream.of(postmaster), children.stream()).forEach(CrashingPostgres::awaitEnd);
  }

  private long postmasterPid() {
    try {
      return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void freeze(long pid) {
    try {
      new ProcessBuilder("kill", "-STOP", Long.toString(pid)).inheritIO().start().waitFor();
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

  private EmbeddedPostgres start(int port) {
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
}
