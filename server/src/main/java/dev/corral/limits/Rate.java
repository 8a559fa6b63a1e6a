package dev.corral.limits;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A bound on calls that begin in each second. Thread-safe; never waits. Seconds are counted from
 * its making, so twice the bound can begin around the edge of two of them.
 */
final class Rate {

  static final Duration PERIOD = Duration.ofSeconds(1);

  private final AtomicRateLimiter limiter;

  /**
   * A bound.
   *
   * @param nanoTime the clock, as {@link System#nanoTime}
   */
  Rate(String name, int callsPerSecond, LongSupplier nanoTime) {
    RateLimiterConfig config =
        RateLimiterConfig.custom()
            .limitForPeriod(callsPerSecond)
            .limitRefreshPeriod(PERIOD)
            .timeoutDuration(Duration.ZERO)
            .writableStackTraceEnabled(false)
            .build();
    this.limiter = new AtomicRateLimiter(name, config, nanoTime::getAsLong);
  }

  /** Takes one call of this second, unless all are taken. */
  boolean tryTake() {
    return limiter.acquirePermission(1);
  }

  /** Whether none of this second is left. */
  boolean isSpent() {
    return limiter.getMetrics().getAvailablePermissions() <= 0;
  }

  /** How long until a call may begin, when none may now. */
  Duration untilNext() {
    return Duration.ofNanos(limiter.getDetailedMetrics().getNanosToWait());
  }

  /** Another bound, from the next second on. */
  void change(int callsPerSecond) {
    if (callsPerSecond() != callsPerSecond) {
      limiter.changeLimitForPeriod(callsPerSecond);
    }
  }

  int callsPerSecond() {
    return limiter.getRateLimiterConfig().getLimitForPeriod();
  }
}
