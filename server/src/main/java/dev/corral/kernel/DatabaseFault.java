package dev.corral.kernel;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call that the database could not answer. The cause stays in the log. */
public final class DatabaseFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What went wrong, as far as a caller can act on it. */
  public enum Kind {
    /** Waited too long for a lock, was a deadlock victim, or met another transaction. */
    CONTENDED,
    /** Cancelled at the deadline or by the client. */
    CANCELLED,
    /** Could not connect, or the connection broke. */
    UNAVAILABLE,
    /** Anything else: a bug. */
    BROKEN
  }

  private static final String QUERY_CANCELED = "57014";
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String ADMIN_SHUTDOWN = "57P01";
  private static final Set<String> CONTENTION =
      Set.of("40001", "40P01", "55P03"); // serialization, deadlock, lock timeout
  private static final Set<String> SHUTDOWN =
      Set.of(
          ADMIN_SHUTDOWN, "57P02", "57P03", "53300"); // shutting down, crashed, starting, too many

  private final Kind kind;
  private final boolean connected;
  private final boolean outage;
  private final AtomicBoolean told = new AtomicBoolean();

  DatabaseFault(String function, Throwable cause) {
    super(function, cause);
    SQLException sql = sqlException(cause);
    this.kind = cause instanceof CallNotPermittedException ? Kind.UNAVAILABLE : kind(sql);
    this.connected = sql != null && !(sql instanceof SQLTransientConnectionException);
    this.outage = kind == Kind.UNAVAILABLE && showsOutage(sql);
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /**
   * Whether the same call may be sent again at once: contention has changed nothing, and what a
   * lost connection left behind is found by the request id. A call that got no connection has
   * waited for one long enough.
   */
  boolean isTransient() {
    return kind == Kind.CONTENDED || kind == Kind.UNAVAILABLE && connected;
  }

  /** Whether there was no connection to ask by. */
  boolean isUnconnected() {
    return kind == Kind.UNAVAILABLE && !connected;
  }

  /** Whether it shows that the database is away. */
  boolean isOutage() {
    return outage;
  }

  /** Whether the database was not asked, since it was known to be away. */
  boolean isRefusedUnasked() {
    return getCause() instanceof CallNotPermittedException;
  }

  /**
   * True for the first who asks, of all calls that shared a statement, and for nobody when only the
   * breaker is open, which has told so itself.
   */
  public boolean firstToLog() {
    return !isRefusedUnasked() && told.compareAndSet(false, true);
  }

  private static Kind kind(SQLException e) {
    String state = e == null || e.getSQLState() == null ? "" : e.getSQLState();
    if (CONTENTION.contains(state) || isTwinRequest(state, e)) {
      return Kind.CONTENDED;
    } else if (state.equals(QUERY_CANCELED)) {
      return Kind.CANCELLED;
    } else if (state.startsWith("08") || SHUTDOWN.contains(state)) {
      return Kind.UNAVAILABLE;
    }
    return e instanceof SQLTransientException ? Kind.UNAVAILABLE : Kind.BROKEN;
  }

  /**
   * Not that one connection was taken from it, nor that the pool was too slow to make one, which
   * has no cause while attempts to connect succeed.
   */
  private static boolean showsOutage(SQLException e) {
    return e != null
        && !ADMIN_SHUTDOWN.equals(e.getSQLState())
        && (!(e instanceof SQLTransientConnectionException) || e.getCause() != null);
  }

  /** Two calls with one request id reached the last write together; the second finds the first. */
  private static boolean isTwinRequest(String state, SQLException e) {
    return state.equals(UNIQUE_VIOLATION) && e.getMessage().contains("answer_pkey");
  }

  private static SQLException sqlException(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof SQLException) {
        return (SQLException) t;
      }
    }
    return null;
  }
}
