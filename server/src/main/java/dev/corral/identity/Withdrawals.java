package dev.corral.identity;

import dev.corral.kernel.Aside;
import dev.corral.kernel.Database;
import dev.corral.kernel.DatabaseFault;
import dev.corral.kernel.Expired;
import dev.corral.kernel.Overloaded;
import dev.corral.kernel.Redacted;
import dev.corral.kernel.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose tokens an operator has withdrawn. The list is read again every 2 s, and by the call that
 * finds it older than 4 s, while the others go on with the old one; so a withdrawn token is refused
 * everywhere within 5 s. While the database is away the old list goes on; no call gets anything
 * from the database then. Thread-safe.
 */
public final class Withdrawals {

  static final Duration AGE_MAX = Duration.ofSeconds(4);

  private static final int PERIOD_SECONDS = 2;

  private static final Logger log = LoggerFactory.getLogger(Withdrawals.class);
  private static final int ACTORS_MAX = 100_000;

  private final Database database;
  private final InstantSource clock;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Optional<Map<UUID, Instant>> issuedBefore = Optional.empty();
  private volatile Instant read = Instant.MIN;
  private boolean failing;

  /** The list of a database. */
  public Withdrawals(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  private record Withdrawal(UUID actor, Instant issuedBefore) {}

  /** Reads the list again and again, off the way of any call. */
  public void start(ScheduledExecutorService timer) {
    timer.scheduleWithFixedDelay(
        new Aside("withdrawals", () -> readUnlessReading(clock.instant())),
        0,
        PERIOD_SECONDS,
        TimeUnit.SECONDS);
  }

  /**
   * Whether the tokens that this actor was issued at this time were withdrawn.
   *
   * @throws DatabaseFault when the list could not be read even once
   */
  public boolean covers(UUID actor, Instant issued) {
    Instant before = current().get(actor);
    return before != null && !issued.isAfter(before);
  }

  private Map<UUID, Instant> current() {
    Instant now = clock.instant();
    if (issuedBefore.isEmpty()) {
      readFirst(now);
    } else if (!now.isBefore(read.plus(AGE_MAX))) {
      readUnlessReading(now);
    }
    return issuedBefore.orElseThrow();
  }

  /** There is no old list to go on with yet, so everybody waits for the first. */
  private void readFirst(Instant now) {
    reading.lock();
    try {
      if (issuedBefore.isEmpty()) {
        issuedBefore = Optional.of(list());
        read = now;
      }
    } finally {
      reading.unlock();
    }
  }

  private void readUnlessReading(Instant now) {
    if (reading.tryLock()) {
      try {
        read(now);
      } finally {
        reading.unlock();
      }
    }
  }

  private void read(Instant now) {
    try {
      issuedBefore = Optional.of(list());
      read = now;
      failing = false;
    } catch (DatabaseFault e) {
      warn(e);
      read = now; // so that not every call tries
    } catch (Overloaded | Expired e) {
      warn(e); // the next call tries, which costs nothing while the queue is full
    }
  }

  private Map<UUID, Instant> list() {
    return database
        .list(
            "SELECT f.* FROM identity.list_withdrawals('-', ?::integer) AS f",
            List.of(ACTORS_MAX),
            row -> new Withdrawal(UUID.fromString(row.text("actor_id")), instant(row)))
        .stream()
        .collect(Collectors.toMap(Withdrawal::actor, Withdrawal::issuedBefore));
  }

  private void warn(RuntimeException e) {
    if (!failing) {
      log.atWarn()
          .setCause(Redacted.of(e))
          .log("withdrawn tokens cannot be read; the old list goes on");
    }
    failing = true;
  }

  private static Instant instant(Row row) throws SQLException {
    var timestamp = row.timestamp("issued_before");
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }
}
