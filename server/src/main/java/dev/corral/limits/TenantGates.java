package dev.corral.limits;

import dev.corral.common.v1.Limit;
import dev.corral.grpc.Permit;
import dev.corral.grpc.ServerReason;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;

/** The limits of one tenant, one gate for each class, made when the class is first used. */
final class TenantGates {

  private static final Duration RETRY_AT_ONCE = Duration.ofMillis(100);

  private final String tenantId;
  private final LongSupplier nanoTime;
  private final AtomicReferenceArray<Gate> gates =
      new AtomicReferenceArray<>(Limit.values().length);
  private volatile Plan plan;
  private volatile boolean used = true;

  private record Gate(Rate rate, Flight flight) {}

  TenantGates(String tenantId, Plan plan, LongSupplier nanoTime) {
    this.tenantId = tenantId;
    this.plan = plan;
    this.nanoTime = nanoTime;
  }

  Permit enter(Limit limit) {
    Gate gate = gate(limit);
    return gate.flight()
        .tryEnter()
        .orElseThrow(
            () ->
                Refusals.refusal(
                    ServerReason.TOO_MANY_CALLS_AT_ONCE,
                    "tenant:" + tenantId,
                    name(limit) + ".calls_in_flight",
                    gate.flight().callsMax(),
                    RETRY_AT_ONCE));
  }

  void count(Limit limit) {
    used = true;
    Gate gate = gate(limit);
    if (!gate.rate().tryTake()) {
      throw Refusals.refusal(
          ServerReason.TOO_MANY_CALLS,
          "tenant:" + tenantId,
          name(limit) + ".calls_per_second",
          gate.rate().callsPerSecond(),
          gate.rate().untilNext());
    }
  }

  /** Whether a call has come since this was last asked. */
  boolean takeUsed() {
    boolean was = used;
    used = false;
    return was;
  }

  void putBackUsed() {
    used = true;
  }

  /** Other limits, from now on; also for a gate that was just made with the old ones. */
  void change(Plan changed) {
    plan = changed;
    for (Limit limit : plan.bounds().keySet()) {
      Gate gate = gates.get(limit.ordinal());
      if (gate != null) {
        gate.rate().change(changed.of(limit).callsPerSecond());
        gate.flight().change(changed.of(limit).callsInFlight());
      }
    }
  }

  private Gate gate(Limit limit) {
    Gate gate = gates.get(limit.ordinal());
    if (gate == null) {
      Plan.Bounds bounds = plan.of(limit);
      String name = name(limit);
      Gate made =
          new Gate(
              new Rate(name, bounds.callsPerSecond(), nanoTime),
              new Flight(name, bounds.callsInFlight()));
      gate = gates.compareAndSet(limit.ordinal(), null, made) ? made : gates.get(limit.ordinal());
    }
    return gate;
  }

  private static String name(Limit limit) {
    return limit.name().substring("LIMIT_".length()).toLowerCase(Locale.ROOT);
  }
}
