package dev.corral.prove;

import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What became of calls that started together: an answer or a refusal for each caller.
 *
 * @param <T> what a call that succeeds returns
 */
final class Calls<T> {

  /** How often a call is sent again, under the same request id, when it is told to retry. */
  private static final int TRIES_MAX = 10;

  private final List<Ended<T>> all;

  private Calls(List<Ended<T>> all) {
    this.all = all;
  }

  /** One of answer and refusal is null. */
  private record Ended<T>(T answer, Refusal refusal, int triedAgain) {}

  /** Runs one call for each number below {@code callers}, all at once, and waits for all. */
  static <T> Calls<T> atOnce(int callers, IntFunction<T> call) {
    CyclicBarrier start = new CyclicBarrier(callers);
    return new Calls<>(
        inParallel(
            callers,
            i -> {
              start.await();
              return tried(i, call);
            }));
  }

  /** Runs set-up in parallel; the first that fails ends it. */
  static <T> List<T> each(int count, IntFunction<T> call) {
    return inParallel(count, call::apply);
  }

  /** The answers of those who succeeded. */
  List<T> won() {
    return all.stream().map(Ended::answer).filter(Objects::nonNull).toList();
  }

  /** Whether a caller succeeded. */
  boolean won(int caller) {
    return all.get(caller).answer() != null;
  }

  /** The answer of a caller who succeeded. */
  T answer(int caller) {
    return all.get(caller).answer();
  }

  List<Refusal> refused() {
    return all.stream().map(Ended::refusal).filter(Objects::nonNull).toList();
  }

  int size() {
    return all.size();
  }

  /** How often calls were sent again because they were told to. */
  int triedAgain() {
    return all.stream().mapToInt(Ended::triedAgain).sum();
  }

  private static <T> Ended<T> tried(int caller, IntFunction<T> call) {
    for (int again = 0; ; again++) {
      try {
        return new Ended<>(call.apply(caller), null, again);
      } catch (StatusRuntimeException e) {
        Refusal refusal = Refusal.of(e);
        if (!refusal.reason().equals("CONTENDED") || again == TRIES_MAX) {
          return new Ended<>(null, refusal, again);
        }
      }
    }
  }

  private interface Work<T> {
    T at(int number) throws Exception;
  }

  private static <T> List<T> inParallel(int count, Work<T> work) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running =
          IntStream.range(0, count).mapToObj(i -> threads.submit(() -> work.at(i))).toList();
      return running.stream().map(Calls::get).toList();
    }
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException) {
        throw (RuntimeException) e.getCause();
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
