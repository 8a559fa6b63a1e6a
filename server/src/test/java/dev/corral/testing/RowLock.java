package dev.corral.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/** A transaction of the superuser that holds what one statement locks, until it is closed. */
public final class RowLock implements AutoCloseable {

  private static final Duration WAIT_MAX = Duration.ofSeconds(10);

  private final String url;
  private final Connection holder;
  private final int backend;

  private RowLock(String url, Connection holder, int backend) {
    this.url = url;
    this.holder = holder;
    this.backend = backend;
  }

  /** Runs a statement and keeps its locks. */
  @SuppressWarnings("resource") // close() closes the connection
  public static RowLock on(String url, String sql) {
    try {
      Connection holder = DriverManager.getConnection("jdbc:" + url);
      holder.setAutoCommit(false);
      try (Statement statement = holder.createStatement()) {
        statement.execute(sql);
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()");
        row.next();
        return new RowLock(url, holder, row.getInt(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Runs another statement in the same transaction; it may wait for others itself. */
  public void run(String sql) {
    try (Statement statement = holder.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Whether a statement of somebody else waits for these locks. */
  public boolean isAwaited() {
    return isTrue(waiting("> 0"));
  }

  /** Returns when a statement of somebody else waits for these locks. */
  public void awaitSomebodyWaits() {
    awaitTrue(waiting("> 0"));
  }

  /** Returns when nobody waits for these locks. */
  public void awaitNobodyWaits() {
    awaitTrue(waiting("= 0"));
  }

  /** Returns when so many statements of this database wait for any lock. */
  public void awaitWaiting(int count) {
    awaitTrue(
        "SELECT count(*) = "
            + count
            + " FROM pg_stat_activity WHERE datname = current_database()"
            + " AND cardinality(pg_blocking_pids(pid)) > 0");
  }

  @Override
  public void close() {
    try {
      holder.rollback();
      holder.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String waiting(String count) {
    return "SELECT count(*) "
        + count
        + " FROM pg_stat_activity WHERE datname = current_database() AND "
        + backend
        + " = ANY (pg_blocking_pids(pid))";
  }

  private boolean isTrue(String sql) {
    return Sql.row(url, sql).equals("t");
  }

  private void awaitTrue(String sql) {
    Instant end = Instant.now().plus(WAIT_MAX);
    while (!isTrue(sql)) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("never: " + sql);
      }
      Thread.onSpinWait();
    }
  }
}
