package dev.corral.kernel;

import io.grpc.Context;
import io.grpc.Deadline;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The queue before the database: as wide as the pool, so that hundreds of virtual threads wait in
 * the order in which they came, and bounded. Who would not come through before their deadline, as
 * far as can be told, is sent away at once. Thread-safe.
 */
final class Gate {

  /** A sample changes the mean by a sixteenth of its difference. */
  private static final int MEAN_SHIFT = 4;

  private final Semaphore places;
  private final int width;
  private final int queueMax;
  private final AtomicLong meanNanos = new AtomicLong();
  private volatile long forgotten = System.nanoTime();

  /**
   * A gate.
   *
   * @param width how many may be in at once
   * @param queueMax how many may wait
   */
  Gate(int width, int queueMax) {
    this.places = new Semaphore(width, true);
    this.width = width;
    this.queueMax = queueMax;
  }

  /**
   * Waits for a place, as long as the current call's deadline lets it.
   *
   * @return when it came through, for {@link #leave}
   * @throws Overloaded when the queue is full or too long for the deadline
   * @throws Expired when the call ended while it waited
   */
  long enter() {
    try {
      // 0 ns, since without a time it would take the place of those who wait
      if (!places.tryAcquire(0, TimeUnit.NANOSECONDS)) {
        await(Context.current().getDeadline());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Expired();
    }
    if (Context.current().isCancelled()) {
      places.release();
      throw new Expired();
    }
    return System.nanoTime();
  }

  /** Gives the place back. */
  void leave(long entered) {
    places.release();
    if (entered - forgotten >= 0) {
      long nanos = System.nanoTime() - entered;
      meanNanos.updateAndGet(mean -> mean + (nanos - mean >> MEAN_SHIFT));
    }
  }

  /** Begins to measure anew: how long calls waited for a database that was away says nothing. */
  void forget() {
    forgotten = System.nanoTime();
    meanNanos.set(0);
  }

  private void await(Deadline deadline) throws InterruptedException {
    int waiting = places.getQueueLength();
    if (waiting >= queueMax) {
      throw new Overloaded();
    } else if (deadline == null) {
      places.acquire();
      return;
    }
    long left = deadline.timeRemaining(TimeUnit.NANOSECONDS);
    // those before it in turns as wide as the gate, then its own time; twice, since it is a mean
    if (left > 0 && 2 * meanNanos.get() * (waiting + 1 + width) / width > left) {
      throw new Overloaded();
    } else if (!places.tryAcquire(left, TimeUnit.NANOSECONDS)) {
      throw new Expired();
    }
  }
}
