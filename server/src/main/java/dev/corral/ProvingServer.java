package dev.corral;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * A server and a database for one run of {@code corral prove}, as {@code corral up} has them, in a
 * temporary folder that goes with them. It logs warnings only: the output is the proof.
 */
final class ProvingServer implements AutoCloseable {

  private static final Map<String, String> SETTINGS =
      Map.of("CORRAL_LISTEN", "127.0.0.1:0", "CORRAL_SHUTDOWN_GRACE_MS", "1000");

  private final Path folder;
  private final Level level;
  private EmbeddedDatabase postgres;
  private App app;
  private boolean closed;

  private ProvingServer(Path folder) {
    this.folder = folder;
    this.level = root().getLevel();
    root().setLevel(Level.WARN);
  }

  static ProvingServer start() throws IOException, Config.Faulty, Migrations.Refused {
    ProvingServer server = new ProvingServer(Files.createTempDirectory("corral-prove-"));
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(server::close));
    try {
      server.serve();
      return server;
    } catch (IOException | Config.Faulty | Migrations.Refused | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void serve() throws IOException, Config.Faulty, Migrations.Refused {
    postgres = EmbeddedDatabase.start(folder);
    app = App.start(UpCommand.config(postgres, SETTINGS));
  }

  int port() {
    return app.port();
  }

  List<String> violatedInvariants() {
    return app.violatedInvariants();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (app != null) {
      app.close();
    }
    if (postgres != null) {
      postgres.close();
    }
    root().setLevel(level);
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  }
}
