package dev.corral.limits;

import dev.corral.grpc.Permit;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A bound on calls that run at once. Thread-safe; never waits. */
final class Flight {

  private final Bulkhead bulkhead;

  Flight(String name, int callsMax) {
    this.bulkhead = Bulkhead.of(name, config(callsMax));
  }

  /** A place, unless all are taken. */
  Optional<Permit> tryEnter() {
    if (!bulkhead.tryAcquirePermission()) {
      return Optional.empty();
    }
    AtomicBoolean held = new AtomicBoolean(true);
    return Optional.of(
        () -> {
          if (held.compareAndSet(true, false)) {
            bulkhead.onComplete();
          }
        });
  }

  /** Another bound, from now on; those who are in stay in. */
  void change(int callsMax) {
    if (bulkhead.getBulkheadConfig().getMaxConcurrentCalls() != callsMax) {
      bulkhead.changeConfig(config(callsMax));
    }
  }

  int callsMax() {
    return bulkhead.getBulkheadConfig().getMaxConcurrentCalls();
  }

  private static BulkheadConfig config(int callsMax) {
    return BulkheadConfig.custom()
        .maxConcurrentCalls(callsMax)
        .maxWaitDuration(Duration.ZERO)
        .writableStackTraceEnabled(false)
        .build();
  }
}
