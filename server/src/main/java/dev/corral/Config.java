package dev.corral;

import dev.corral.identity.JwtSettings;
import dev.corral.kernel.LaneSettings;
import dev.corral.limits.LimitSettings;
import dev.corral.limits.Plan;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All settings of a server, read once from the environment. docs/operations.md explains each.
 *
 * @param database where the functions are called
 * @param migrationDatabase where migrations run, as a role that may create roles and schemas
 * @param listen the address to serve on; port 0 takes a free one
 * @param poolSize connections to the database for calls that have a statement of their own
 * @param lanes how calls share statements
 * @param longestCall the deadline of calls that bring none or a longer one
 * @param lockTimeout how long a statement waits for a lock before it is tried again
 * @param shutdownGrace how long a stop waits for running calls
 * @param messageBytesMax the largest request
 * @param housekeepingPeriod how long housekeeping rests; 0 for never
 * @param answersKeptDays how long a repeated request finds its answer
 * @param tls empty for plain text
 * @param connectionAge how long a client may keep one connection
 * @param jwt whose tokens are believed; empty for nobody's
 * @param limits how much callers may ask
 * @param metricsListen where Prometheus may read what is measured
 * @param developmentIdentity whether callers are believed without a credential
 */
record Config(
    DatabaseUrl database,
    DatabaseUrl migrationDatabase,
    InetSocketAddress listen,
    int poolSize,
    LaneSettings lanes,
    Duration longestCall,
    Duration lockTimeout,
    Duration shutdownGrace,
    int messageBytesMax,
    Duration housekeepingPeriod,
    int answersKeptDays,
    Optional<TlsFiles> tls,
    Duration connectionAge,
    Optional<JwtSettings> jwt,
    LimitSettings limits,
    Optional<InetSocketAddress> metricsListen,
    boolean developmentIdentity) {

  private static final int POOL_MIN = 4;
  private static final int POOL_MAX = 16;

  /** Two computing at once keep two cores busy while a third waits for its commit. */
  private static final int LANES = 3;

  private static final int LANE_CALLS_MAX = 64;

  /** Settings that are wrong or missing, all of them, one a line. */
  static final class Faulty extends Exception {

    private static final long serialVersionUID = 1L;

    Faulty(List<String> faults) {
      super(String.join(System.lineSeparator(), faults));
    }
  }

  /**
   * Reads the settings.
   *
   * @throws Faulty with every fault at once
   */
  static Config read(Map<String, String> environment, boolean developmentIdentity) throws Faulty {
    Settings settings = new Settings(environment);
    Optional<DatabaseUrl> database = settings.database("CORRAL_DATABASE_URL", true);
    Optional<DatabaseUrl> migration = settings.database("CORRAL_MIGRATION_DATABASE_URL", false);
    InetSocketAddress listen = settings.address("CORRAL_LISTEN", "127.0.0.1:9090");
    int poolSize = settings.integer("CORRAL_POOL_SIZE", poolSizeDefault(), 1, 200);
    LaneSettings lanes = lanes(settings);
    Optional<InetSocketAddress> metrics = settings.address("CORRAL_METRICS_LISTEN");
    Duration longest = settings.millis("CORRAL_LONGEST_CALL_MS", 10_000, 100, 600_000);
    Duration lock = settings.millis("CORRAL_LOCK_TIMEOUT_MS", 1_000, 10, 60_000);
    Duration grace = settings.millis("CORRAL_SHUTDOWN_GRACE_MS", 20_000, 0, 600_000);
    int bytes = settings.integer("CORRAL_MESSAGE_BYTES_MAX", 256 * 1024, 1024, 4 * 1024 * 1024);
    Duration housekeeping = settings.seconds("CORRAL_HOUSEKEEPING_SECONDS", 60, 0, 86_400);
    int answersKeptDays = settings.integer("CORRAL_ANSWERS_KEPT_DAYS", 30, 1, 3_650);
    Optional<TlsFiles> tls = TlsFiles.read(settings);
    Duration age = settings.seconds("CORRAL_CONNECTION_AGE_SECONDS", 1_800, 1, 86_400);
    Optional<JwtSettings> jwt = JwtReader.read(settings);
    LimitSettings limits = limits(settings);
    checkExposure(settings, listen, tls.isPresent(), jwt.isPresent(), developmentIdentity);
    settings.finish();
    return new Config(
        database.orElseThrow(),
        migration.orElse(database.orElseThrow()),
        listen,
        poolSize,
        lanes,
        longest,
        lock,
        grace,
        bytes,
        housekeeping,
        answersKeptDays,
        tls,
        age,
        jwt,
        limits,
        metrics,
        developmentIdentity);
  }

  /** What must not be reachable from elsewhere is refused before it is. */
  private static void checkExposure(
      Settings settings, InetSocketAddress listen, boolean tls, boolean jwt, boolean development) {
    boolean plaintext = settings.flag("CORRAL_PLAINTEXT");
    boolean local =
        listen == null || listen.isUnresolved() || listen.getAddress().isLoopbackAddress();
    if (development && !local) {
      settings.fault("CORRAL_LISTEN must be a loopback address with --development-identity");
    } else if (!local && !tls && !plaintext) {
      settings.fault(
          "CORRAL_LISTEN can be reached from other machines: set CORRAL_TLS_CERTIFICATE and"
              + " CORRAL_TLS_KEY, or CORRAL_PLAINTEXT=true when a proxy or mesh encrypts");
    }
    if (development && jwt) {
      settings.fault("CORRAL_JWT_… and --development-identity exclude each other");
    }
  }

  private static LimitSettings limits(Settings settings) {
    Plan plan = settings.parsed("CORRAL_LIMITS", "", Plan::parse).orElse(Plan.STANDARD);
    return new LimitSettings(
        plan,
        settings.integer("CORRAL_CALLS_IN_FLIGHT_MAX", 1_024, 1, 100_000),
        queueMax(settings),
        settings.integer("CORRAL_BAD_CREDENTIALS_PER_SECOND", 20, 1, 100_000));
  }

  private static LaneSettings lanes(Settings settings) {
    return new LaneSettings(
        settings.integer("CORRAL_LANES", LANES, 1, 64),
        settings.integer("CORRAL_LANE_CALLS_MAX", LANE_CALLS_MAX, 1, 512),
        queueMax(settings));
  }

  private static int queueMax(Settings settings) {
    return settings.integer("CORRAL_QUEUE_MAX", 1_024, 1, 100_000);
  }

  /**
   * Two connections a core: while one waits for its commit to reach the disk, another computes. On
   * 2 cores 4 to 8 connections did best and 32 lost 44 % (docs/operations.md).
   */
  private static int poolSizeDefault() {
    return Math.clamp(2L * Runtime.getRuntime().availableProcessors(), POOL_MIN, POOL_MAX);
  }
}
