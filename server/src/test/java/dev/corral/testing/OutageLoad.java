package dev.corral.testing;

import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Callers that write and read in turn while the database goes away and comes back, and remember how
 * each call ended. A write is sent with its request id until it is acknowledged.
 *
 * @param <Q> the request of a write
 */
public final class OutageLoad<Q> {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  private final Supplier<Q> nextWrite;
  private final Function<Q, String> write;
  private final Runnable read;
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Map<Q, String> acknowledged = new ConcurrentHashMap<>();
  private final Queue<Throwable> broken = new ConcurrentLinkedQueue<>();
  private final List<Thread> callers = new ArrayList<>();
  private volatile boolean ending;

  /**
   * A call that has ended.
   *
   * @param reason of its refusal; OK when it was answered
   * @param retryable whether it says when to try again, in both ways
   */
  public record Call(long startNanos, long endNanos, Code code, String reason, boolean retryable) {

    /** How long it took. */
    public double millis() {
      return (endNanos - startNanos) / 1e6;
    }
  }

  /**
   * A load.
   *
   * @param nextWrite makes the request of a further write
   * @param write sends it and returns the id of what it has made
   * @param read a read that throws an AssertionError when its answer is wrong
   */
  public OutageLoad(Supplier<Q> nextWrite, Function<Q, String> write, Runnable read) {
    this.nextWrite = nextWrite;
    this.write = write;
    this.read = read;
  }

  /** Lets callers begin. */
  public void start(int count) {
    for (int i = 0; i < count; i++) {
      callers.add(
          Thread.ofVirtual().uncaughtExceptionHandler((t, e) -> broken.add(e)).start(this::run));
    }
  }

  /** Lets each caller end once its write is acknowledged; throws what has broken one. */
  public void end() throws InterruptedException {
    ending = true;
    for (Thread caller : callers) {
      caller.join();
    }
    if (!broken.isEmpty()) {
      throw new AssertionError("a caller broke", broken.peek());
    }
  }

  /** Every call so far. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Calls that began and ended between two moments. */
  public List<Call> calls(long fromNanos, long toNanos) {
    return calls.stream()
        .filter(call -> call.startNanos() - fromNanos >= 0 && toNanos - call.endNanos() >= 0)
        .toList();
  }

  /** What each write was told, by request. */
  public Map<Q, String> acknowledged() {
    return Map.copyOf(acknowledged);
  }

  /** How many calls ended how. */
  public static Map<String, Integer> reasons(List<Call> calls) {
    Map<String, Integer> counts = new TreeMap<>();
    calls.forEach(call -> counts.merge(call.reason(), 1, Integer::sum));
    return counts;
  }

  /** How long calls took: the given percentile, in milliseconds. */
  public static double percentile(Stream<Call> calls, int percent) {
    double[] sorted = calls.mapToDouble(Call::millis).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[(sorted.length - 1) * percent / 100];
  }

  private void run() {
    while (!ending) {
      Q request = nextWrite.get();
      while (!call(() -> acknowledged.put(request, write.apply(request)))) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      if (!call(read)) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private boolean call(Runnable call) {
    long start = System.nanoTime();
    try {
      call.run();
      calls.add(new Call(start, System.nanoTime(), Code.OK, "OK", false));
      return true;
    } catch (StatusRuntimeException e) {
      calls.add(
          new Call(start, System.nanoTime(), e.getStatus().getCode(), reason(e), isRetryable(e)));
      return false;
    }
  }

  private static String reason(StatusRuntimeException e) {
    // the client's own clock may be first to see the deadline; then nothing came from the server
    return e.getStatus().getCode() == Code.DEADLINE_EXCEEDED
        ? Code.DEADLINE_EXCEEDED.name()
        : Refusals.reason(e);
  }

  private static boolean isRetryable(StatusRuntimeException e) {
    return e.getTrailers() != null
        && e.getTrailers().containsKey(PUSHBACK)
        && Refusals.detail(e, RetryInfo.class).hasRetryDelay();
  }
}
