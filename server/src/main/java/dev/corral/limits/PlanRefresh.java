package dev.corral.limits;

import dev.corral.common.v1.Limit;
import dev.corral.kernel.Aside;
import dev.corral.kernel.Database;
import dev.corral.kernel.Redacted;
import dev.corral.kernel.Row;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the plans of the tenants that call, every {@value #PERIOD_SECONDS} s and off the way of any
 * call, so that a changed plan holds within seconds. A tenant whose plan was not read yet has the
 * default one.
 */
public final class PlanRefresh {

  static final int PERIOD_SECONDS = 2;

  private static final Logger log = LoggerFactory.getLogger(PlanRefresh.class);
  private static final int TENANTS_A_STATEMENT = 500;
  private static final Map<Limit, String> CLASSES =
      Map.of(
          Limit.LIMIT_READ, "read",
          Limit.LIMIT_WRITE, "write",
          Limit.LIMIT_EXPENSIVE, "expensive",
          Limit.LIMIT_STRICT, "strict");

  private final Database database;
  private final ServerLimits limits;
  private boolean failing;

  private record Own(String tenantId, Plan plan) {}

  /** A reader of plans for these limits. */
  public PlanRefresh(Database database, ServerLimits limits) {
    this.database = database;
    this.limits = limits;
  }

  /** Reads them again and again. */
  public void start(ScheduledExecutorService timer) {
    timer.scheduleWithFixedDelay(
        new Aside("plans", this::run), PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  /** Reads them once. Whatever fails, it returns, and the plans that were read before hold on. */
  synchronized void run() {
    List<String> tenants = limits.takeUsed();
    try {
      for (int from = 0; from < tenants.size(); from += TENANTS_A_STATEMENT) {
        read(tenants.subList(from, Math.min(from + TENANTS_A_STATEMENT, tenants.size())));
      }
      failing = false;
    } catch (RuntimeException e) {
      limits.putBackUsed(tenants);
      if (!failing) {
        log.atWarn()
            .setCause(Redacted.of(e))
            .log("plans cannot be read; those that were read hold on");
      }
      failing = true;
    }
  }

  /** In quotes: the platform's own calls have the tenant {@code ""}, and one may be called null. */
  private void read(List<String> tenants) {
    database
        .list(
            "SELECT t.tenant_id AS tenant, (f.limits).* FROM unnest(?::text[]) AS t (tenant_id),"
                + " LATERAL tenant.get_tenant_limits(t.tenant_id) AS f",
            List.of("{\"" + String.join("\",\"", tenants) + "\"}"),
            this::own)
        .forEach(own -> limits.change(own.tenantId(), own.plan()));
  }

  private Own own(Row row) throws SQLException {
    Map<Limit, Plan.Bounds> bounds = new EnumMap<>(limits.defaultPlan().bounds());
    for (Map.Entry<Limit, String> of : CLASSES.entrySet()) {
      Plan.Bounds standard = bounds.get(of.getKey());
      bounds.put(
          of.getKey(),
          new Plan.Bounds(
              integer(row, of.getValue() + "_calls_per_second", standard.callsPerSecond()),
              integer(row, of.getValue() + "_calls_in_flight", standard.callsInFlight())));
    }
    return new Own(row.text("tenant"), new Plan(Map.copyOf(bounds)));
  }

  private static int integer(Row row, String column, int fallback) throws SQLException {
    return row.isNull(column) ? fallback : row.integer(column);
  }
}
