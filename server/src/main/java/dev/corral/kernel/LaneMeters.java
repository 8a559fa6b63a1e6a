package dev.corral.kernel;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What an operator sees of the lanes, by function. Thread-safe. */
final class LaneMeters {

  private static final double[] SIZES = {1, 2, 4, 8, 16, 32, 64, 128};
  private static final Duration[] WAITS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(20),
    Duration.ofMillis(100),
    Duration.ofMillis(500)
  };

  private final MeterRegistry registry;
  private final Map<SqlFunction<?, ?>, Meters> functions = new ConcurrentHashMap<>();

  LaneMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A statement is about to run. */
  void sent(LaneBatch<?, ?> batch) {
    Meters meters = meters(batch);
    meters.size().record(batch.calls().size());
    batch.calls().forEach(call -> meters.waited().record(call.waitedNanos(), TimeUnit.NANOSECONDS));
  }

  /** A statement has raised; its calls run alone. */
  void raised(LaneBatch<?, ?> batch) {
    meters(batch).fallbacks().increment();
  }

  private Meters meters(LaneBatch<?, ?> batch) {
    return functions.computeIfAbsent(batch.function(), this::meters);
  }

  private Meters meters(SqlFunction<?, ?> function) {
    return new Meters(
        DistributionSummary.builder("corral.lane.batch.size")
            .description("Calls that shared a statement")
            .tag("function", function.name())
            .serviceLevelObjectives(SIZES)
            .register(registry),
        Timer.builder("corral.lane.wait")
            .description("How long calls waited for their statement to be sent")
            .tag("function", function.name())
            .serviceLevelObjectives(WAITS)
            .register(registry),
        Counter.builder("corral.lane.fallbacks")
            .description("Statements that raised, after which each of their calls ran alone")
            .tag("function", function.name())
            .register(registry));
  }

  private record Meters(DistributionSummary size, Timer waited, Counter fallbacks) {}
}
