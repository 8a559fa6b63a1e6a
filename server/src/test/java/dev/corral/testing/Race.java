package dev.corral.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.kernel.Reason;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Calls that start together. Each caller is a thread of its own; a barrier lets them all go at
 * once.
 *
 * @param <T> what a call that succeeds returns
 */
public final class Race<T> {

  private final List<T> winners = new ArrayList<>();
  private final List<StatusRuntimeException> refusals = new ArrayList<>();

  private Race() {}

  /** Runs one call for each number below {@code callers}, all at once, and waits for all. */
  public static <T> Race<T> of(int callers, IntFunction<T> call) {
    Race<T> race = new Race<>();
    CyclicBarrier start = new CyclicBarrier(callers);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        int caller = i;
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  race.run(() -> call.apply(caller));
                  return null;
                }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    } catch (Exception e) {
      throw new AssertionError("a caller broke", e);
    }
    return race;
  }

  /**
   * How many rounds a race has. A lock or a constraint that is missing shows in the first few,
   * since all callers start at once; {@code -Dcorral.races.rounds=100} gives every race that many.
   */
  public static int rounds(int usual) {
    return Integer.getInteger("corral.races.rounds", usual);
  }

  private void run(java.util.function.Supplier<T> call) {
    try {
      T answer = call.get();
      synchronized (this) {
        winners.add(answer);
      }
    } catch (StatusRuntimeException e) {
      synchronized (this) {
        refusals.add(e);
      }
    }
  }

  /** What the calls that succeeded returned. */
  public synchronized List<T> winners() {
    return List.copyOf(winners);
  }

  /** How many calls were refused, by reason. */
  public synchronized Map<String, Integer> refusals() {
    Map<String, Integer> counts = new TreeMap<>();
    refusals.forEach(refusal -> counts.merge(Refusals.reason(refusal), 1, Integer::sum));
    return counts;
  }

  /** Asserts how many succeeded and that all others were refused for one reason. */
  public Race<T> hasWinners(int expected, Reason reasonOfTheOthers) {
    int others = winners().size() + refusals.size() - expected;
    assertThat(refusals())
        .as("winners: %s", winners())
        .isEqualTo(others == 0 ? Map.of() : Map.of(reasonOfTheOthers.name(), others));
    assertThat(winners()).hasSize(expected);
    return this;
  }
}
