package dev.corral.kernel;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuit breaker before the database. It opens when half of the last calls could not reach it,
 * or by a ping, and closes by a ping alone: calls that try would wait in the pool, which doubles
 * its pauses between attempts to connect while somebody waits, and would find the database too
 * late. Only what says that the database is away counts: refusals, contention and deadlines are its
 * answers to one caller and must not shut out the others. Thread-safe.
 */
final class Outage {

  private static final Logger log = LoggerFactory.getLogger(Outage.class);
  private static final int CALLS_WATCHED = 10;
  private static final int CALLS_MIN = 4;
  private static final float FAILURE_PERCENT = 50;

  /** Until a ping closes it. */
  private static final Duration OPEN = Duration.ofDays(1);

  private final CircuitBreaker breaker =
      CircuitBreaker.of(
          "database",
          CircuitBreakerConfig.custom()
              .slidingWindowType(SlidingWindowType.COUNT_BASED)
              .slidingWindowSize(CALLS_WATCHED)
              .minimumNumberOfCalls(CALLS_MIN)
              .failureRateThreshold(FAILURE_PERCENT)
              .waitDurationInOpenState(OPEN)
              .recordException(e -> e instanceof DatabaseFault f && f.isOutage())
              .ignoreException(Outage::saysNothing)
              .writableStackTraceEnabled(false)
              .build());

  Outage() {
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> {
              State to = event.getStateTransition().getToState();
              if (to != State.HALF_OPEN) {
                log.atWarn().addKeyValue("breaker", to).log("the way to the database has changed");
              }
            });
  }

  /** Lets no call through for a while. */
  void begin() {
    if (breaker.getState() == State.CLOSED) {
      breaker.transitionToOpenState();
    }
  }

  /** Lets every call through, if not all were. */
  void end() {
    if (breaker.getState() != State.CLOSED) {
      breaker.transitionToClosedState();
    }
  }

  /** Whether not all calls are let through. */
  boolean isOn() {
    return breaker.getState() != State.CLOSED;
  }

  /** Runs a call, unless the database is known to be away. */
  <R> R guard(String function, Supplier<R> call) {
    try {
      return breaker.executeSupplier(call);
    } catch (CallNotPermittedException e) {
      throw new DatabaseFault(function, e);
    }
  }

  /** Refuses a call that was let through before the database went. */
  void check(String function) {
    if (breaker.getState() == State.OPEN) {
      throw new DatabaseFault(
          function, CallNotPermittedException.createCallNotPermittedException(breaker));
    }
  }

  /** Runs something each time that it opens. */
  void whenOn(Runnable action) {
    when(State.OPEN, action);
  }

  /** Runs something each time that it closes. */
  void whenOff(Runnable action) {
    when(State.CLOSED, action);
  }

  private void when(State state, Runnable action) {
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> {
              if (event.getStateTransition().getToState() == state) {
                action.run();
              }
            });
  }

  /** Whether the database would have answered stays unknown: it was not asked to the end. */
  private static boolean saysNothing(Throwable e) {
    return e instanceof Expired
        || e instanceof Overloaded
        || e instanceof DatabaseFault f
            && (f.kind() == DatabaseFault.Kind.CANCELLED || f.isRefusedUnasked());
  }
}
