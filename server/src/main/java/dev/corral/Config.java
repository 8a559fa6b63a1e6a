package dev.corral;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * All settings of a server, read once from the environment. docs/operations.md explains each.
 *
 * @param database where the functions are called
 * @param migrationDatabase where migrations run, as a role that may create roles and schemas
 * @param listen the address to serve on; port 0 takes a free one
 * @param poolSize connections to the database
 * @param longestCall the deadline of calls that bring none or a longer one
 * @param lockTimeout how long a statement waits for a lock before it is tried again
 * @param shutdownGrace how long a stop waits for running calls
 * @param messageBytesMax the largest request
 * @param housekeepingPeriod how long housekeeping rests; 0 for never
 * @param answersKeptDays how long a repeated request finds its answer
 * @param developmentIdentity whether callers are believed without a credential
 */
record Config(
    DatabaseUrl database,
    DatabaseUrl migrationDatabase,
    InetSocketAddress listen,
    int poolSize,
    Duration longestCall,
    Duration lockTimeout,
    Duration shutdownGrace,
    int messageBytesMax,
    Duration housekeepingPeriod,
    int answersKeptDays,
    boolean developmentIdentity) {

  private static final int POOL_MIN = 4;
  private static final int POOL_MAX = 16;

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
    Reader reader = new Reader(environment);
    Optional<DatabaseUrl> database = reader.database("CORRAL_DATABASE_URL", true);
    Optional<DatabaseUrl> migration = reader.database("CORRAL_MIGRATION_DATABASE_URL", false);
    InetSocketAddress listen = reader.address("CORRAL_LISTEN", "127.0.0.1:9090");
    int poolSize = reader.integer("CORRAL_POOL_SIZE", poolSizeDefault(), 1, 200);
    Duration longest = reader.millis("CORRAL_LONGEST_CALL_MS", 10_000, 100, 600_000);
    Duration lock = reader.millis("CORRAL_LOCK_TIMEOUT_MS", 1_000, 10, 60_000);
    Duration grace = reader.millis("CORRAL_SHUTDOWN_GRACE_MS", 20_000, 0, 600_000);
    int bytes = reader.integer("CORRAL_MESSAGE_BYTES_MAX", 256 * 1024, 1024, 4 * 1024 * 1024);
    int housekeepingSeconds = reader.integer("CORRAL_HOUSEKEEPING_SECONDS", 60, 0, 86_400);
    int answersKeptDays = reader.integer("CORRAL_ANSWERS_KEPT_DAYS", 30, 1, 3_650);
    reader.finish();
    return new Config(
        database.orElseThrow(),
        migration.orElse(database.orElseThrow()),
        listen,
        poolSize,
        longest,
        lock,
        grace,
        bytes,
        Duration.ofSeconds(housekeepingSeconds),
        answersKeptDays,
        developmentIdentity);
  }

  /**
   * Two connections a core: while one waits for its commit to reach the disk, another computes. On
   * 2 cores 4 to 8 connections did best and 32 lost 44 % (docs/operations.md).
   */
  private static int poolSizeDefault() {
    return Math.clamp(2L * Runtime.getRuntime().availableProcessors(), POOL_MIN, POOL_MAX);
  }

  private static final class Reader {

    private final Map<String, String> environment;
    private final TreeSet<String> unread = new TreeSet<>();
    private final List<String> faults = new ArrayList<>();

    Reader(Map<String, String> environment) {
      this.environment = environment;
      environment.keySet().stream().filter(k -> k.startsWith("CORRAL_")).forEach(unread::add);
      unread.remove("CORRAL_LOG_FORMAT"); // read by logback.xml
      unread.remove("CORRAL_JAVA_HOME"); // read by the corral script
    }

    Optional<DatabaseUrl> database(String name, boolean required) {
      String text = text(name);
      Optional<DatabaseUrl> url = DatabaseUrl.parse(text);
      if (text.isEmpty() && required) {
        faults.add(name + " is missing: postgresql://user:password@host:5432/database");
      } else if (!text.isEmpty() && url.isEmpty()) {
        faults.add(name + " is not of the form postgresql://user:password@host:5432/database");
      }
      return url;
    }

    InetSocketAddress address(String name, String fallback) {
      String text = text(name).isEmpty() ? fallback : text(name);
      int colon = text.lastIndexOf(':');
      Optional<Integer> port = integer(text.substring(colon + 1));
      if (colon < 1 || port.isEmpty() || port.get() < 0 || port.get() > 65_535) {
        faults.add(name + " is not of the form host:port: " + text);
        return null;
      }
      InetSocketAddress address = new InetSocketAddress(text.substring(0, colon), port.get());
      if (address.isUnresolved()) {
        faults.add(name + " names an unknown host: " + text);
      }
      return address;
    }

    Duration millis(String name, int fallback, int min, int max) {
      return Duration.ofMillis(integer(name, fallback, min, max));
    }

    int integer(String name, int fallback, int min, int max) {
      String text = text(name);
      if (text.isEmpty()) {
        return fallback;
      }
      Optional<Integer> value = integer(text);
      if (value.isEmpty() || value.get() < min || value.get() > max) {
        faults.add(name + " is not a whole number from " + min + " to " + max + ": " + text);
        return fallback;
      }
      return value.get();
    }

    void finish() throws Faulty {
      unread.forEach(name -> faults.add(name + " is not a setting of this version"));
      if (!faults.isEmpty()) {
        throw new Faulty(faults);
      }
    }

    private String text(String name) {
      unread.remove(name);
      return environment.getOrDefault(name, "").strip();
    }

    private static Optional<Integer> integer(String text) {
      try {
        return Optional.of(Integer.parseInt(text));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }
}
