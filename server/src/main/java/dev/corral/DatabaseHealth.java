package dev.corral;

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
 * answers, asked every {@value #PERIOD_SECONDS} s.
 */
final class DatabaseHealth {

  private static final Logger log = LoggerFactory.getLogger(DatabaseHealth.class);
  private static final int PERIOD_SECONDS = 2;

  private final HealthStatusManager manager = new HealthStatusManager();
  private final Database database;
  private final List<String> services;
  private ScheduledFuture<?> asking;
  private boolean serving;

  DatabaseHealth(Database database, List<String> services) {
    this.database = database;
    this.services = services;
    set(ServingStatus.NOT_SERVING);
  }

  BindableService service() {
    return manager.getHealthService();
  }

  /** Asks once, then again and again. */
  void start(ScheduledExecutorService timer) {
    ask();
    asking =
        timer.scheduleWithFixedDelay(this::ask, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  /** Says NOT_SERVING from now on, whatever the database does. */
  void stop() {
    if (asking != null) {
      asking.cancel(false);
    }
    manager.enterTerminalState();
  }

  private void ask() {
    boolean alive = database.isAlive();
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
