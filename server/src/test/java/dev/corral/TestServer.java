package dev.corral;

import dev.corral.testing.TestPostgres;
import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A real server on a real PostgreSQL, reached over a real connection. {@link #shared()} is one for
 * all tests, each of which makes a clinic of its own; a test that breaks things starts its own.
 */
public final class TestServer implements AutoCloseable {

  /** For tests that are not about limits, and race hundreds of calls of one tenant. */
  public static final String NO_LIMITS =
      "read=100000/10000,write=100000/10000,expensive=100000/10000,strict=100000/10000";

  /** All tests but those about lanes or the gate pass with 1 and with 64. */
  public static final String LANE_CALLS_MAX = System.getProperty("corral.lanes.calls", "64");

  private final String databaseUrl;
  private final App app;
  private final ManagedChannel channel;

  private TestServer(String databaseUrl, App app) {
    this.databaseUrl = databaseUrl;
    this.app = app;
    this.channel =
        Grpc.newChannelBuilder("localhost:" + app.port(), InsecureChannelCredentials.create())
            .build();
  }

  /** The server that tests share. */
  public static TestServer shared() {
    return Shared.SERVER;
  }

  /** A server on a new database, with further settings such as CORRAL_POOL_SIZE. */
  public static TestServer start(Map<String, String> settings) {
    return start(migratedDatabase(), settings);
  }

  /** A new database with the schema of this version, copied from one that was migrated once. */
  public static String migratedDatabase() {
    return TestPostgres.copyOf(Template.URL);
  }

  /** A server on a database that is there. */
  public static TestServer start(String databaseUrl, Map<String, String> settings) {
    return start(databaseUrl, settings, true);
  }

  /** A server that believes credentials only. */
  public static TestServer startGuarded(String databaseUrl, Map<String, String> settings) {
    return start(databaseUrl, settings, false);
  }

  private static TestServer start(
      String databaseUrl, Map<String, String> settings, boolean developmentIdentity) {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("CORRAL_DATABASE_URL", databaseUrl);
    environment.putIfAbsent("CORRAL_LISTEN", "127.0.0.1:0");
    environment.putIfAbsent("CORRAL_LIMITS", NO_LIMITS);
    environment.putIfAbsent("CORRAL_LANE_CALLS_MAX", LANE_CALLS_MAX);
    try {
      return new TestServer(databaseUrl, App.start(Config.read(environment, developmentIdentity)));
    } catch (IOException | Config.Faulty | Migrations.Refused e) {
      throw new IllegalStateException(e);
    }
  }

  /** A channel that all callers of this server may share. */
  public Channel channel() {
    return channel;
  }

  /** The port that it serves on. */
  public int port() {
    return app.port();
  }

  /** Its database, as a URL of the superuser. */
  public String databaseUrl() {
    return databaseUrl;
  }

  /** A clinic of its own for a test. */
  public Clinic freshClinic() {
    return Clinic.create(channel, Clinic.settings("UTC").build());
  }

  /** A clinic in a zone. */
  public Clinic freshClinic(String timeZone) {
    return Clinic.create(channel, Clinic.settings(timeZone).build());
  }

  /** What {@code kernel.verify_invariants()} finds; empty is the goal. */
  public List<String> violatedInvariants() {
    return app.violatedInvariants();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    app.close();
  }

  private static final class Template {
    static final String URL = migrated();

    private static String migrated() {
      String url = TestPostgres.freshDatabase();
      try {
        Migrations.migrate(DatabaseUrl.parse(url).orElseThrow());
        return url;
      } catch (Migrations.Refused e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final class Shared {
    // Runs until the JVM ends: every test class uses it.
    static final TestServer SERVER = TestServer.start(Map.of());
  }
}
