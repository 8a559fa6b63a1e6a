package dev.corral.kernel;

import io.grpc.Context;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels the statement of the current call when its gRPC context ends, by deadline or by the
 * client. The driver does not give the connection back before the server has taken the cancel
 * signal, so that it cannot hit the next statement.
 */
final class CancelAtDeadline
    implements StatementCustomizer, Context.CancellationListener, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CancelAtDeadline.class);

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
    if (running != null) {
      try {
        running.cancel();
      } catch (SQLException e) {
        log.warn("could not cancel a statement; it runs to its end", e);
      }
    }
  }

  @Override
  public void close() {
    context.removeListener(this);
    synchronized (this) {
      running = null;
    }
  }
}
