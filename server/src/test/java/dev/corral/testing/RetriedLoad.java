package dev.corral.testing;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.channels.ClosedChannelException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Writes sent by several threads, each again and again with its own request id until it is
 * acknowledged, as docs/errors.md tells clients to.
 *
 * @param <Q> the request
 */
public final class RetriedLoad<Q> {

  private static final int THREADS = 8;
  private static final int ATTEMPTS_MAX = 200;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** The deadline that each call should have. */
  public static final int CALL_SECONDS_MAX = 15;

  private static final Set<Status.Code> TRY_AGAIN =
      EnumSet.of(
          Status.Code.UNAVAILABLE,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.CANCELLED,
          Status.Code.ABORTED);

  private final List<Q> requests;
  private final Function<Q, String> requestId;
  private final Function<Q, Answer> call;
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
  private final Map<Status.Code, AtomicInteger> failures = new ConcurrentHashMap<>();
  private final AtomicInteger retried = new AtomicInteger();
  private final AtomicInteger replayed = new AtomicInteger();

  /**
   * What a call was told.
   *
   * @param id of what it has made
   * @param made when
   */
  public record Answer(String id, Instant made) {}

  /** A load of these requests. */
  public RetriedLoad(List<Q> requests, Function<Q, String> requestId, Function<Q, Answer> call) {
    this.requests = requests;
    this.requestId = requestId;
    this.call = call;
  }

  /** Sends all of them; each time that a part of them is acknowledged, disturbs. */
  public void run(int disturbances, Runnable disturb) throws Exception {
    int part = requests.size() / (disturbances + 1);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> running = new ArrayList<>();
      AtomicInteger next = new AtomicInteger();
      for (int i = 0; i < THREADS; i++) {
        running.add(threads.submit(() -> sendAll(next)));
      }
      for (int i = 1; i <= disturbances; i++) {
        awaitAcknowledged(i * part, running);
        disturb.run();
      }
      for (Future<?> future : running) {
        future.get(60, TimeUnit.SECONDS);
      }
    }
  }

  /** The id that each request was told, by request id. */
  public Map<String, String> acknowledged() {
    return acknowledged;
  }

  @Override
  public String toString() {
    return String.format(
        "acknowledged %d, retried %d, replayed %d, failed attempts %s",
        acknowledged.size(), retried.get(), replayed.get(), failures);
  }

  private void sendAll(AtomicInteger next) {
    for (int i = next.getAndIncrement(); i < requests.size(); i = next.getAndIncrement()) {
      send(requests.get(i));
    }
  }

  private void send(Q request) {
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Instant sent = Instant.now();
      try {
        Answer answer = call.apply(request);
        retried.addAndGet(attempt > 1 ? 1 : 0);
        replayed.addAndGet(attempt > 1 && answer.made().isBefore(sent) ? 1 : 0);
        acknowledged.put(requestId.apply(request), answer.id());
        return;
      } catch (StatusRuntimeException e) {
        Status.Code code = e.getStatus().getCode();
        failures.computeIfAbsent(code, unused -> new AtomicInteger()).incrementAndGet();
        // that is how gRPC's client tells that the server was killed as the call began
        boolean neverSent = e.getCause() instanceof ClosedChannelException;
        if (!neverSent && !TRY_AGAIN.contains(code)) {
          throw e;
        }
        // less than the status asks for, and enough that a refusal at once uses up no attempts
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    throw new IllegalStateException("not acknowledged: " + requestId.apply(request));
  }

  private void awaitAcknowledged(int count, List<Future<?>> running) {
    Instant end = Instant.now().plusSeconds(30);
    while (acknowledged.size() < count) {
      if (Instant.now().isAfter(end) || running.stream().allMatch(Future::isDone)) {
        throw new AssertionError("stuck before " + count + ": " + this);
      }
      LockSupport.parkNanos(POLL_NANOS); // and leaves the cores to what is awaited
    }
  }
}
