package dev.corral;

import dev.corral.kernel.Database;
import dev.corral.kernel.Redacted;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes every so often what nobody needs any more: what expired reservations hold, and stored
 * answers that are older than they are kept. No call depends on it, and several servers may do it
 * at once on one database. It works in batches, each a transaction, until one is not full.
 */
final class Housekeeping {

  static final int PRODUCTS_A_BATCH = 100;
  static final int ANSWERS_A_BATCH = 1_000;

  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration STOP_WAIT_MAX = Duration.ofSeconds(5);

  private final Database database;
  private final List<Chore> chores;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("housekeeping").factory());
  private boolean failing;

  Housekeeping(Database database, int answersKeptDays) {
    this.database = database;
    this.chores =
        List.of(
            new Chore(
                "products_freed",
                "stock.free_expired_reservations(NULL, ?)",
                PRODUCTS_A_BATCH,
                List.of(PRODUCTS_A_BATCH)),
            new Chore(
                "answers_removed",
                "kernel.prune_answers(NULL, make_interval(days => ?), ?)",
                ANSWERS_A_BATCH,
                List.of(answersKeptDays, ANSWERS_A_BATCH)));
  }

  /**
   * A function that is called until a batch is not full.
   *
   * @param done what the log calls that which it returns
   * @param function with its arguments, as {@link Database#count} takes them
   * @param batchMax what a full batch returns
   */
  private record Chore(String done, String function, int batchMax, List<Object> arguments) {}

  /** Keeps house once a period, for the first time after the first; never if the period is 0. */
  void start(Duration period) {
    if (period.isPositive()) {
      timer.scheduleWithFixedDelay(
          this::run, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Does all that is to be done now, and returns how much it was. Whatever fails, it returns. */
  int run() {
    int count = 0;
    boolean failed = false;
    for (Chore chore : chores) {
      try {
        count += run(chore);
      } catch (RuntimeException e) {
        warn(e);
        failed = true;
      }
    }
    failing = failed;
    return count;
  }

  /** Lets the batch that runs end and begins no other. One that is cut off is rolled back whole. */
  void stop() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(STOP_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      timer.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private int run(Chore chore) {
    int count = 0;
    try {
      int batch = chore.batchMax();
      while (batch >= chore.batchMax() && !timer.isShutdown()) {
        batch = database.count(chore.function(), chore.arguments());
        count += batch;
      }
      return count;
    } finally {
      if (count > 0) {
        log.atInfo().addKeyValue(chore.done(), count).log("housekeeping");
      }
    }
  }

  /** Once, until all goes well again; what a stop cuts off is no failure. */
  private void warn(RuntimeException e) {
    if (!failing && !timer.isShutdown()) {
      log.atWarn().setCause(Redacted.of(e)).log("housekeeping has failed and will be tried again");
    }
    failing = true;
  }
}
