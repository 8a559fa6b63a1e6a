package dev.corral;

import dev.corral.kernel.Aside;
import dev.corral.kernel.Database;
import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The standard health service: the server and each of its services are SERVING while the database
 * answers, asked every {@value #PERIOD_MS} ms, and calls are not turned away from it. While it is
 * away it is asked every {@value #AWAY_PERIOD_MS} ms, since it is this that finds it again.
 */
final class DatabaseHealth {

  private static final Logger log = LoggerFactory.getLogger(DatabaseHealth.class);
  private static final int PERIOD_MS = 1_000;
  private static final int AWAY_PERIOD_MS = 250;

  private final HealthStatusManager manager = new HealthStatusManager();
  private final Database database;
  private final List<String> services;
  private final Aside ask = new Aside("health", this::ask);
  private ScheduledFuture<?> asking;
  private int turn;
  private boolean serving;

  DatabaseHealth(Database database, List<String> services) {
    this.database = database;
    this.services = services;
    set(ServingStatus.NOT_SERVING);
  }

  BindableService service() {
    return manager.getHealthService();
  }

  /** Asks once, then again and again, and is told at once when calls are turned away. */
  void start(ScheduledExecutorService timer) {
    ask();
    database.whenAway(() -> change(false));
    asking =
        timer.scheduleWithFixedDelay(
            this::askInTurn, AWAY_PERIOD_MS, AWAY_PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  /** Says NOT_SERVING from now on, whatever the database does. */
  void stop() {
    if (asking != null) {
      asking.cancel(false);
    }
    manager.enterTerminalState();
  }

  /** Off the timer, which runs the deadlines of calls, since an answer may take seconds. */
  private void askInTurn() {
    if (!isServing() || ++turn % (PERIOD_MS / AWAY_PERIOD_MS) == 0) {
      ask.run();
    }
  }

  private void ask() {
    change(database.isAlive());
  }

  private synchronized boolean isServing() {
    return serving;
  }

  private synchronized void change(boolean alive) {
    if (alive != serving) {
      serving = alive;
      log.atInfo().addKeyValue("serving", alive).log("health has changed");
      set(alive ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
    }
  }

  private void set(ServingStatus status) {
    manager.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    services.forEach(service -> manager.setStatus(service, status));
  }
}
