package dev.corral.kernel;

import com.google.protobuf.Message;
import io.grpc.Context;
import io.grpc.Deadline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One statement at a time: a call that finds the lane free runs at once, on its own thread; those
 * that come meanwhile are the next statements. Nothing waits for a timer. Thread-safe.
 *
 * <p>When a statement raises, each of its calls runs alone, outside the lane. A statement waits for
 * locks no longer than {@value FunctionSql#LANE_LOCK_MS} ms and then raises too, so that one locked
 * row does not hold up the others.
 */
final class SerialLane {

  /** A call may hold up those behind it; what fits in this time goes together. */
  private static final long STATEMENT_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(50);

  private static final int MEAN_SHIFT = 4;

  private final Database database;
  private final LaneSettings settings;
  private final LaneMeters meters;
  private final LinkedHashMap<SqlFunction<?, ?>, LaneQueue<?, ?>> queues = new LinkedHashMap<>();
  private int waiting;
  private boolean busy;
  private volatile long nanosACall;
  private volatile long nanosAStatement;

  SerialLane(Database database, LaneSettings settings, LaneMeters meters) {
    this.database = database;
    this.settings = settings;
    this.meters = meters;
  }

  /**
   * Runs a call in its turn.
   *
   * @throws Overloaded when too many wait, or it would not come through before its deadline
   * @throws Expired when the call ended while it waited
   */
  <Q extends Message, R> R call(SqlFunction<Q, R> function, Call<Q> call) {
    LaneCall<Q, R> mine = new LaneCall<>(function, call);
    return mine.await(
        () -> {
          if (enter(mine)) {
            runThenNext(new LaneBatch<>(function, List.of(mine)));
          }
        });
  }

  private synchronized <Q extends Message, R> boolean enter(LaneCall<Q, R> call) {
    if (!busy) {
      busy = true;
      return true;
    }
    Deadline deadline = Context.current().getDeadline();
    // the statements before its own, and its own; twice, since it is a mean
    long nanos = 2 * nanosAStatement * (waiting / callsMax() + 2);
    if (waiting >= settings.queueMax()
        || deadline != null && nanos > deadline.timeRemaining(TimeUnit.NANOSECONDS)) {
      throw new Overloaded();
    }
    queue(call.function()).add(call);
    waiting++;
    return false;
  }

  /** The queue of a function holds calls of its types alone. */
  @SuppressWarnings("unchecked")
  private <Q extends Message, R> LaneQueue<Q, R> queue(SqlFunction<Q, R> function) {
    return (LaneQueue<Q, R>) queues.computeIfAbsent(function, f -> new LaneQueue<>(function));
  }

  private void runThenNext(LaneBatch<?, ?> batch) {
    try {
      run(batch);
    } finally {
      LaneBatch<?, ?> next = next();
      if (next != null) {
        Thread.ofVirtual().name("lane").start(() -> runThenNext(next));
      }
    }
  }

  /** The functions take turns. */
  private synchronized LaneBatch<?, ?> next() {
    var first = queues.pollFirstEntry();
    busy = first != null;
    if (!busy) {
      return null;
    }
    LaneBatch<?, ?> batch = first.getValue().take(callsMax());
    if (!first.getValue().isEmpty()) {
      queues.put(first.getKey(), first.getValue());
    }
    waiting -= batch.taken();
    return batch;
  }

  private int callsMax() {
    long fitting = nanosACall == 0 ? settings.callsMax() : STATEMENT_NANOS_MAX / nanosACall;
    return Math.clamp(fitting, 1, settings.callsMax());
  }

  private <Q extends Message, R> void run(LaneBatch<Q, R> batch) {
    if (batch.calls().isEmpty()) {
      return; // all have left
    }
    meters.sent(batch);
    long start = System.nanoTime();
    try {
      batch.context().run(() -> database.execute(batch));
      learn(System.nanoTime() - start, batch.calls().size());
    } catch (DatabaseFault e) {
      meters.raised(batch);
      batch.calls().forEach(call -> call.complete(() -> alone(call, e)));
    } finally {
      batch.calls().forEach(call -> call.complete(SerialLane::unanswered));
    }
  }

  /**
   * Only the thread that runs the lane's statement comes here. One statement that a lock or an
   * outage held up says little of the next.
   */
  private void learn(long taken, int calls) {
    long nanos = Math.min(taken, 2 * STATEMENT_NANOS_MAX);
    nanosAStatement += nanos - nanosAStatement >> MEAN_SHIFT;
    nanosACall += nanos / calls - nanosACall >> MEAN_SHIFT;
  }

  private <Q extends Message, R> R alone(LaneCall<Q, R> call, DatabaseFault fault) {
    if (fault.isUnconnected()) {
      throw fault; // it has waited for a connection long enough
    }
    return database.execute(call.function(), call.arguments(), false);
  }

  private static <R> R unanswered() {
    throw new IllegalStateException("a statement has not answered all of its calls");
  }
}
