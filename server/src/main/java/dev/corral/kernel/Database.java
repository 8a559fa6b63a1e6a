package dev.corral.kernel;

import com.zaxxer.hikari.HikariDataSource;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.grpc.Context;
import io.grpc.Deadline;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to PostgreSQL and the rules for using them. Thread-safe.
 *
 * <p>A fair gate as wide as the pool stands before it, so that hundreds of virtual threads wait in
 * the order in which they came. A call whose deadline has passed never reaches the database; one
 * whose deadline passes while it runs is cancelled there. Contention and lost connections are tried
 * again, {@value #ATTEMPTS} times in all and within the deadline.
 */
public final class Database implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Database.class);
  private static final int ATTEMPTS = 4;
  private static final int FIRST_PAUSE_MS = 5;
  private static final String PING_TIMEOUT_SECONDS = "2";

  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final Semaphore gate;
  private final Retry retry;

  /** Takes over the pool and closes it. */
  public Database(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
    this.jdbi.getConfig(SqlStatements.class).setTemplateEngine(TemplateEngine.NOP);
    this.gate = new Semaphore(pool.getMaximumPoolSize(), true);
    this.retry =
        Retry.of(
            "database",
            RetryConfig.custom()
                .maxAttempts(ATTEMPTS)
                .intervalFunction(
                    IntervalFunction.ofExponentialRandomBackoff(FIRST_PAUSE_MS, 2.0, 0.5))
                .retryOnException(e -> e instanceof DatabaseFault f && f.isTransient())
                .build());
  }

  /** Calls a function; with {@code rollBack} its effects are taken back once its answer is read. */
  <R> R execute(SqlFunction<?, R> function, List<Object> arguments, boolean rollBack) {
    return retry.executeSupplier(() -> attempt(function, arguments, rollBack));
  }

  /**
   * Whether the database answers within {@value #PING_TIMEOUT_SECONDS} s. On a connection of its
   * own: a pool that is busy is not a database that is away.
   */
  public boolean isAlive() {
    Properties login = new Properties();
    login.setProperty("user", pool.getUsername());
    login.setProperty("password", pool.getPassword());
    login.setProperty("connectTimeout", PING_TIMEOUT_SECONDS);
    login.setProperty("socketTimeout", PING_TIMEOUT_SECONDS);
    try (Connection connection = DriverManager.getConnection(pool.getJdbcUrl(), login)) {
      return connection.isValid(0);
    } catch (SQLException e) {
      log.debug("the database does not answer", e);
      return false;
    }
  }

  /** How far from UTC PostgreSQL has a zone at an instant; empty when it does not know the zone. */
  public Optional<Integer> offsetSeconds(String timeZone, Instant instant) {
    String sql =
        "SELECT extract(epoch FROM i AT TIME ZONE z.name - i AT TIME ZONE 'UTC')::integer"
            + " FROM pg_catalog.pg_timezone_names AS z, (VALUES (?::timestamptz)) AS v (i)"
            + " WHERE z.name = ?";
    try (Handle handle = jdbi.open()) {
      return handle
          .createQuery(sql)
          .bind(0, instant.toString())
          .bind(1, timeZone)
          .mapTo(Integer.class)
          .findOne();
    } catch (JdbiException e) {
      throw new DatabaseFault("pg_timezone_names", e);
    }
  }

  /** What kernel.verify_invariants() finds wrong, a line each; empty is the goal. */
  public List<String> violatedInvariants() {
    try (Handle handle = jdbi.open()) {
      return handle
          .createQuery("SELECT v.* FROM kernel.verify_invariants() AS v")
          .map(
              (row, context) ->
                  row.getString("tenant_id")
                      + ": "
                      + row.getString("invariant")
                      + ": "
                      + row.getString("subject"))
          .list();
    } catch (JdbiException e) {
      throw new DatabaseFault("kernel.verify_invariants", e);
    }
  }

  /**
   * Calls a function that returns how much it did, such as a batch of housekeeping. It passes the
   * gate like any call, and nothing is tried again.
   *
   * @param function its name and arguments, each {@code ?} standing for one of {@code arguments}
   */
  public int count(String function, List<Object> arguments) {
    enterGate();
    try (Handle handle = jdbi.open();
        Query query = handle.createQuery("SELECT " + function)) {
      for (int i = 0; i < arguments.size(); i++) {
        query.bind(i, argument(arguments.get(i)));
      }
      return query.mapTo(Integer.class).one();
    } catch (JdbiException e) {
      throw new DatabaseFault(function, e);
    } finally {
      gate.release();
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  private <R> R attempt(SqlFunction<?, R> function, List<Object> arguments, boolean rollBack) {
    enterGate();
    try (Handle handle = jdbi.open()) {
      if (!rollBack) {
        return call(handle, function, arguments);
      }
      handle.begin();
      try {
        return call(handle, function, arguments);
      } finally {
        handle.rollback();
      }
    } catch (JdbiException e) {
      throw new DatabaseFault(function.name(), e);
    } finally {
      gate.release();
    }
  }

  private static <R> R call(Handle handle, SqlFunction<?, R> function, List<Object> arguments) {
    try (Query query = handle.createQuery(function.sql());
        CancelAtDeadline cancel = new CancelAtDeadline()) {
      for (int i = 0; i < arguments.size(); i++) {
        query.bind(i, argument(arguments.get(i)));
      }
      query.addCustomizer(cancel);
      return query.execute((statement, context) -> function.read(statement.get().getResultSet()));
    }
  }

  private void enterGate() {
    Deadline deadline = Context.current().getDeadline();
    try {
      if (deadline == null) {
        gate.acquire();
      } else if (!gate.tryAcquire(
          deadline.timeRemaining(TimeUnit.NANOSECONDS), TimeUnit.NANOSECONDS)) {
        throw new Expired();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Expired();
    }
    if (Context.current().isCancelled()) {
      gate.release();
      throw new Expired();
    }
  }

  private static Argument argument(Object value) {
    return (position, statement, context) -> statement.setObject(position, value);
  }
}
