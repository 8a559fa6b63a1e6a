package dev.corral.kernel;

import com.google.protobuf.Message;
import com.zaxxer.hikari.HikariDataSource;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * The connections to PostgreSQL and the rules for using them. Thread-safe.
 *
 * <p>A {@link Gate} stands before it, and an {@link Outage} that answers at once while it is away.
 * A call whose deadline has passed never reaches the database; one whose deadline passes while it
 * runs is cancelled there. Contention and lost connections are tried again, {@value #ATTEMPTS}
 * times in all and within the deadline.
 */
public final class Database implements AutoCloseable {

  private static final int ATTEMPTS = 4;
  private static final int FIRST_PAUSE_MS = 5;
  private static final int OWN_QUEUE_MAX = 1_000;

  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final Gate gate;
  private final Gate own = new Gate(1, OWN_QUEUE_MAX);
  private final Outage outage = new Outage();
  private final Retry retry;
  private final Ping ping;
  private volatile long lastAnswer = System.nanoTime();

  /**
   * Takes over the pool and closes it. One of its connections is for what the server itself asks.
   *
   * @param laneConnections how many of them are for statements that calls share
   * @param queueMax how many calls may wait for one of the rest
   */
  public Database(HikariDataSource pool, int laneConnections, int queueMax) {
    this.pool = pool;
    this.ping = new Ping(pool);
    this.jdbi = Jdbi.create(pool);
    this.jdbi.getConfig(SqlStatements.class).setTemplateEngine(TemplateEngine.NOP);
    this.gate = new Gate(Math.max(1, pool.getMaximumPoolSize() - 1 - laneConnections), queueMax);
    // A pool that fills itself pauses ever longer between its attempts while the database is away.
    outage.whenOn(() -> pool.setMinimumIdle(0));
    outage.whenOff(() -> pool.setMinimumIdle(pool.getMaximumPoolSize()));
    outage.whenOff(gate::forget);
    outage.whenOff(own::forget);
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
   * Runs many calls of a function in one statement, on a connection of their lane, and answers
   * each. Nothing is tried again.
   */
  <Q extends Message, R> void execute(LaneBatch<Q, R> batch) {
    String name = batch.function().name();
    within(
        name,
        handle -> {
          try (Query query = bound(handle.createQuery(batch.sql()), batch.arguments());
              CancelAtDeadline cancel = new CancelAtDeadline()) {
            query.addCustomizer(cancel);
            return query.execute(
                (statement, context) -> {
                  batch.answer(statement.get().getResultSet());
                  return batch;
                });
          }
        });
  }

  /** Runs something each time that calls begin to be turned away. */
  public void whenAway(Runnable action) {
    outage.whenOn(action);
  }

  /**
   * Whether the database answers within {@value Ping#TIMEOUT_SECONDS} s: a ping, or calls. Opens or
   * closes the way for calls, so that neither needs one. While it gives no further connection, only
   * calls can tell, by those that they have.
   */
  public boolean isAlive() {
    long start = System.nanoTime();
    Ping.Answer answer = ping.ask();
    if (answer == Ping.Answer.YES) {
      outage.end();
      return true;
    } else if (answer == Ping.Answer.FULL || start - lastAnswer < 0) {
      return !outage.isOn();
    }
    outage.begin();
    return false;
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
    String sql = "SELECT " + function + " AS count";
    return list(gate, sql, arguments, row -> row.integer("count")).get(0);
  }

  /**
   * Runs a statement that the server asks for itself: whose key this is, what a plan says. One at a
   * time and past the queue of calls, so that neither can hold the other up. Nothing is tried
   * again.
   */
  public <R> List<R> list(String sql, List<Object> arguments, RowReader<R> reader) {
    return list(own, sql, arguments, reader);
  }

  private <R> List<R> list(Gate by, String sql, List<Object> arguments, RowReader<R> reader) {
    return within(
        by,
        sql,
        handle -> {
          try (Query query = bound(handle.createQuery(sql), arguments)) {
            return query.execute(
                (statement, context) ->
                    ReplyReader.all(reader).read(statement.get().getResultSet()));
          }
        });
  }

  @Override
  public void close() {
    pool.close();
  }

  private <R> R attempt(SqlFunction<?, R> function, List<Object> arguments, boolean rollBack) {
    return within(
        gate,
        function.name(),
        handle -> {
          if (!rollBack) {
            return call(handle, function, arguments);
          }
          handle.begin();
          try {
            return call(handle, function, arguments);
          } finally {
            handle.rollback();
          }
        });
  }

  /** One use of one connection, if the database is there and once it is this call's turn. */
  private <R> R within(Gate by, String name, Function<Handle, R> use) {
    return outage.guard(
        name,
        () -> {
          long entered = by.enter();
          try {
            return asked(name, use);
          } finally {
            by.leave(entered);
          }
        });
  }

  /**
   * One use of the connection of a lane. When there was none to be had, many calls know it by one
   * fault, and a second attempt would only make the pool pause longer between its own.
   */
  private <R> R within(String name, Function<Handle, R> use) {
    try {
      return outage.guard(name, () -> asked(name, use));
    } catch (DatabaseFault e) {
      if (e.isOutage() && e.isUnconnected()) {
        outage.begin();
      }
      throw e;
    }
  }

  private <R> R asked(String name, Function<Handle, R> use) {
    outage.check(name); // it may have gone while the call waited
    R answer = use(name, use);
    lastAnswer = System.nanoTime();
    return answer;
  }

  private <R> R use(String name, Function<Handle, R> use) {
    try (Handle handle = jdbi.open()) {
      return use.apply(handle);
    } catch (JdbiException e) {
      throw new DatabaseFault(name, e);
    }
  }

  private static <R> R call(Handle handle, SqlFunction<?, R> function, List<Object> arguments) {
    try (Query query = bound(handle.createQuery(function.sql().alone()), arguments);
        CancelAtDeadline cancel = new CancelAtDeadline()) {
      query.addCustomizer(cancel);
      return query.execute((statement, context) -> function.read(statement.get().getResultSet()));
    }
  }

  private static Query bound(Query query, List<Object> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      query.bind(i, argument(arguments.get(i)));
    }
    return query;
  }

  private static Argument argument(Object value) {
    return (position, statement, context) -> statement.setObject(position, value);
  }
}
