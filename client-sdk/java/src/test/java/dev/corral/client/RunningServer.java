package dev.corral.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real server in a process of its own, on the embedded database in a temporary folder. */
final class RunningServer implements AutoCloseable {

  private static final Path COMMAND = Path.of("../../corral").toAbsolutePath().normalize();
  private static final Pattern SERVES = Pattern.compile("Corral serves on localhost:(\\d+)");
  private static final Duration START_MAX = Duration.ofSeconds(90);
  private static final int LOOK_NANOS = 50_000_000;

  private final Path data;
  private Process process;
  private int port;

  private RunningServer(Path data) {
    this.data = data;
  }

  /** The one that tests share, each of which makes a tenant of its own. */
  static RunningServer shared() {
    return Shared.SERVER;
  }

  static RunningServer start() {
    try {
      RunningServer server = new RunningServer(Files.createTempDirectory("corral-client"));
      server.serve();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String target() {
    return "localhost:" + port;
  }

  int port() {
    return port;
  }

  /** Ends it with SIGKILL, as a crash does, and starts another on the same data and port. */
  void killAndRestart() {
    process.destroyForcibly();
    await();
    serve();
  }

  @Override
  public void close() {
    process.destroy();
    await();
  }

  private void serve() {
    Path log = data.resolve("server.log");
    ProcessBuilder builder =
        new ProcessBuilder(List.of(COMMAND.toString(), "up", "--data", data.toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("CORRAL_LISTEN", "127.0.0.1:" + port);
    builder.environment().put("CORRAL_AOT", "off");
    try {
      process = builder.start();
      port = awaitPort(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int awaitPort(Path log) throws IOException {
    Instant end = Instant.now().plus(START_MAX);
    while (process.isAlive() && Instant.now().isBefore(end)) {
      Matcher serves = SERVES.matcher(Files.readString(log));
      if (serves.find()) {
        return Integer.parseInt(serves.group(1));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    throw new IllegalStateException("the server does not start:\n" + Files.readString(log));
  }

  private void await() {
    try {
      if (!process.waitFor(START_MAX.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the server does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static final class Shared {
    static final RunningServer SERVER = start();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
    }
  }
}
