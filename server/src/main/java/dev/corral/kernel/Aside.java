package dev.corral.kernel;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Something for a timer to start that may take long: it runs on a virtual thread of its own, so
 * that the timer goes on, and never twice at once. Thread-safe.
 */
public final class Aside implements Runnable {

  private final String name;
  private final Runnable task;
  private final AtomicBoolean running = new AtomicBoolean();

  /** A task, and what its threads are called. */
  public Aside(String name, Runnable task) {
    this.name = name;
    this.task = task;
  }

  /** Starts it, unless it still runs. */
  @Override
  public void run() {
    if (running.compareAndSet(false, true)) {
      Thread.ofVirtual().name(name).start(this::finish);
    }
  }

  private void finish() {
    try {
      task.run();
    } finally {
      running.set(false);
    }
  }
}
