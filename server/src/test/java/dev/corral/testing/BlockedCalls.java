package dev.corral.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.BookingServiceGrpc;
import dev.corral.booking.v1.CancelAppointmentRequest;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Writes of one clinic that wait for a row which the test holds. */
public final class BlockedCalls implements AutoCloseable {

  private static final long WAIT_NANOS_MAX = TimeUnit.SECONDS.toNanos(20);

  private static final int SHORT_MS = 50;

  private final TestServer server;
  private final Clinic clinic;
  private final Appointment appointment;
  private final List<Thread> callers = new ArrayList<>();
  private final Map<String, AtomicInteger> refusals = new ConcurrentHashMap<>();
  private final AtomicInteger ended = new AtomicInteger();
  private RowLock lock;

  /** How a call ends. */
  public enum End {
    SUCCESS,
    REFUSAL,
    DEADLINE,
    CANCELLATION,
    DISCONNECT
  }

  private BlockedCalls(TestServer server, Clinic clinic) {
    this.server = server;
    this.clinic = clinic;
    this.appointment =
        clinic.book(clinic.pet(), clinic.vet(), clinic.at(3, 10, 0), clinic.service(30));
    hold();
  }

  /** A row that the clinic's calls will wait for. */
  public static BlockedCalls of(TestServer server, Clinic clinic) {
    return new BlockedCalls(server, clinic);
  }

  /** Lets calls begin, of which those that are let in wait until this is closed. */
  public void start(int count) {
    for (int i = 0; i < count; i++) {
      start(server.channel(), appointment.getAppointmentId(), 60_000);
    }
  }

  /** Returns when so many have ended. */
  public void awaitEnded(int count) {
    long end = System.nanoTime() + WAIT_NANOS_MAX;
    while (ended.get() < count) {
      assertThat(System.nanoTime() - end).as("%d of %d ended", ended.get(), count).isNegative();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /** How many have been refused, by reason. */
  public Map<String, Integer> refusals() {
    Map<String, Integer> counts = new TreeMap<>();
    refusals.forEach((reason, count) -> counts.put(reason, count.get()));
    return counts;
  }

  /** Returns when a call waits for the row. */
  public void awaitBlocked() {
    lock.awaitSomebodyWaits();
  }

  /** Makes calls at once and ends them all in one way; returns when the server is free of them. */
  public void run(int count, End how) throws InterruptedException {
    run(count, how, SHORT_MS);
  }

  /** The same with a deadline for calls that end by one. */
  public void run(int count, End how, int deadlineMs) throws InterruptedException {
    boolean refused = how == End.REFUSAL;
    ended.set(0);
    String id = refused ? Clinic.newId() : appointment.getAppointmentId();
    ManagedChannel channel =
        Grpc.newChannelBuilder("127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
            .build();
    try (Context.CancellableContext context = Context.current().withCancellation()) {
      context.run(() -> startAll(count, channel, id, how == End.DEADLINE ? deadlineMs : 30_000));
      if (how != End.REFUSAL && how != End.DEADLINE) {
        awaitWaitOrEnd(count);
      }
      if (how == End.SUCCESS) {
        lock.close();
      } else if (how == End.CANCELLATION) {
        context.cancel(null);
      } else if (how == End.DISCONNECT) {
        channel.shutdownNow();
      }
      joinAll();
      if (how == End.SUCCESS) {
        hold();
      }
      lock.awaitNobodyWaits();
    } finally {
      channel.shutdownNow();
    }
  }

  /** Returns when exactly so many calls are let in at once again; then they wait. */
  public void awaitAllPermits(int count) {
    long end = System.nanoTime() + WAIT_NANOS_MAX;
    Map<String, Integer> seen = Map.of();
    while (!seen.equals(Map.of("TOO_MANY_CALLS_AT_ONCE", 1))) {
      assertThat(System.nanoTime() - end)
          .as("refused of %d calls: %s", count + 1, seen)
          .isNegative();
      close();
      hold();
      ended.set(0);
      refusals.clear();
      start(count + 1);
      awaitEnded(1);
      lock.awaitWaiting(count);
      seen = refusals();
    }
  }

  @Override
  public void close() {
    lock.close();
    try {
      joinAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All have ended only when they were refused, since those of the round before were still in. */
  private void awaitWaitOrEnd(int count) {
    long end = System.nanoTime() + WAIT_NANOS_MAX;
    while (!lock.isAwaited() && ended.get() < count) {
      assertThat(System.nanoTime() - end).as("no call has come to the row").isNegative();
    }
  }

  private void hold() {
    lock =
        RowLock.on(
            server.databaseUrl(),
            "SELECT 1 FROM booking.appointment WHERE appointment_id = '"
                + appointment.getAppointmentId()
                + "' FOR UPDATE");
  }

  private void startAll(int count, Channel channel, String id, int deadlineMs) {
    for (int i = 0; i < count; i++) {
      start(channel, id, deadlineMs);
    }
  }

  private void start(Channel channel, String id, int deadlineMs) {
    Runnable call = () -> call(channel, id, deadlineMs);
    callers.add(Thread.ofVirtual().start(Context.current().wrap(call)));
  }

  private void call(Channel channel, String id, int deadlineMs) {
    try {
      BookingServiceGrpc.newBlockingStub(channel)
          .withInterceptors(clinic.identity())
          .withDeadlineAfter(deadlineMs, TimeUnit.MILLISECONDS)
          .cancelAppointment(
              CancelAppointmentRequest.newBuilder()
                  .setRequestId(Clinic.newId())
                  .setAppointmentId(id)
                  .build());
    } catch (StatusRuntimeException e) {
      boolean told = e.getTrailers() != null && !e.getTrailers().keys().isEmpty();
      String reason = told ? Refusals.reason(e) : e.getStatus().getCode().name();
      refusals.computeIfAbsent(reason, unused -> new AtomicInteger()).incrementAndGet();
    }
    ended.incrementAndGet();
  }

  private void joinAll() throws InterruptedException {
    for (Thread caller : callers) {
      caller.join();
    }
    callers.clear();
  }
}
