package dev.corral.kernel;

import io.grpc.Context;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels the statement of the current call when its gRPC context ends, by deadline or by the
 * client. A signal that reaches the server a moment before the statement does is lost there, so it
 * is sent again until the statement has ended. {@link #close} waits for a signal that is on its
 * way, so that it cannot hit the next statement. A server on which nothing helps is taken for dead:
 * the connection is broken off, and nobody waits for it any longer.
 */
final class CancelAtDeadline
    implements StatementCustomizer, Context.CancellationListener, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CancelAtDeadline.class);

  private static final Duration END_WAIT_MAX = Duration.ofSeconds(2);
  private static final int FIRST_PAUSE_MS = 20;

  private final Context context = Context.current();
  private Statement running;

  @Override
  public void beforeExecution(PreparedStatement statement, StatementContext unused) {
    synchronized (this) {
      running = statement;
    }
    context.addListener(this, task -> Thread.ofVirtual().name("cancel").start(task));
  }

  @Override
  public void afterExecution(PreparedStatement statement, StatementContext unused) {
    close();
  }

  @Override
  public synchronized void cancelled(Context unused) {
    long end = System.nanoTime() + END_WAIT_MAX.toNanos();
    int pauseMs = FIRST_PAUSE_MS;
    try {
      while (running != null && System.nanoTime() - end < 0) {
        // not Statement.cancel(), which signals once only
        running.getConnection().unwrap(PGConnection.class).cancelQuery();
        wait(pauseMs);
        pauseMs *= 2;
      }
      if (running != null) {
        log.warn("a cancelled statement does not end; its connection is broken off");
        running.getConnection().abort(Runnable::run);
      }
    } catch (SQLException e) {
      log.warn("could not cancel a statement; it runs to its end", Redacted.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    context.removeListener(this);
    synchronized (this) {
      running = null;
      notifyAll();
    }
  }
}
