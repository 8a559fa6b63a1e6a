package dev.corral.testing;

import dev.corral.TestServer;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The real server in a process of its own, as {@code corral serve} starts it, so that a test can
 * kill it. It always serves on the same port.
 */
public final class ServerProcess implements AutoCloseable {

  private static final Duration START_MAX = Duration.ofSeconds(40);
  private static final int KNOCK_MS = 200;

  private final String databaseUrl;
  private final File log;
  private final int port;
  private final ManagedChannel channel;
  private Process process;

  /** Starts one and returns when it answers. */
  public ServerProcess(String databaseUrl, Path folder) {
    this.databaseUrl = databaseUrl;
    this.log = folder.resolve("server.log").toFile();
    this.port = freePort();
    this.channel =
        Grpc.newChannelBuilder("127.0.0.1:" + port, InsecureChannelCredentials.create()).build();
    start();
  }

  /** A channel that lives through every restart. */
  public ManagedChannel channel() {
    return channel;
  }

  /** The port that it serves on, through every restart. */
  public int port() {
    return port;
  }

  /** Kills it with SIGKILL, in the middle of whatever it does, and starts another. */
  public void killAndRestart() {
    kill();
    start();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    kill();
  }

  private void start() {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.corral.Main",
                "serve",
                "--development-identity"));
    builder.environment().keySet().removeIf(name -> name.startsWith("CORRAL_"));
    builder.environment().put("CORRAL_DATABASE_URL", databaseUrl);
    builder.environment().put("CORRAL_LIMITS", TestServer.NO_LIMITS);
    builder.environment().put("CORRAL_LANE_CALLS_MAX", TestServer.LANE_CALLS_MAX);
    builder.environment().put("CORRAL_LISTEN", "127.0.0.1:" + port);
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitAnswer();
  }

  private void awaitAnswer() {
    Instant end = Instant.now().plus(START_MAX);
    while (!answers()) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        throw new IllegalStateException("the server does not start; see " + log);
      }
    }
  }

  private boolean answers() {
    channel.resetConnectBackoff();
    try {
      HealthGrpc.newBlockingStub(channel)
          .withWaitForReady()
          .withDeadlineAfter(KNOCK_MS, TimeUnit.MILLISECONDS)
          .check(HealthCheckRequest.getDefaultInstance());
      return true;
    } catch (StatusRuntimeException e) {
      return false;
    }
  }

  private void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("SIGKILL did not end the server");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
