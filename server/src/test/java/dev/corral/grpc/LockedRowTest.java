package dev.corral.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.BookingServiceGrpc;
import dev.corral.testing.CallLog;
import dev.corral.testing.RowLock;
import dev.corral.testing.Sql;
import io.grpc.Deadline;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that wait for a row which somebody holds for longer than they have time. */
@Timeout(120)
class LockedRowTest {

  private static final int CALLS = 1_000;
  private static final int CHANNELS = 10;
  private static final int ROUNDS = 2;

  /** All have one deadline: 200 ms after the last of them has begun. */
  private static final int START_MS = 1_300;

  private static final int DEADLINE_MS = 200;
  private static final int LATE_MEDIAN_MS_MAX = 100;
  private static final int FREE_MS_MAX = 1_000;
  private static final int SHORT_ROUNDS = 40;
  private static final String OPEN =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
          + " AND application_name = 'corral'";
  private static final String ACTIVE = OPEN + " AND state <> 'idle'";

  @Test
  void deadlineOfFiftyMillisecondsEndsTheStatementAndHurtsNoLaterCall() {
    try (TestServer server = start(1, 0)) {
      Clinic clinic = server.freshClinic();
      Appointment appointment = appointment(clinic);
      String backend = backends(server);
      try (RowLock lock = lock(server, appointment)) {
        for (int round = 0; round < SHORT_ROUNDS; round++) {
          long start = System.nanoTime();
          assertThat(code(clinic, appointment, 50)).isEqualTo(Code.DEADLINE_EXCEEDED);
          assertThat(millisSince(start)).as("ms until the answer").isLessThan(FREE_MS_MAX);
          lock.awaitNobodyWaits();
          awaitIdle(server);
          assertThat(millisSince(start)).as("ms until it is gone").isLessThan(50 + FREE_MS_MAX);
          assertThat(clinic.now(appointment)).isEqualTo(appointment);
        }
      }
      assertThat(code(clinic, appointment, 10_000)).isEqualTo(Code.OK);
      assertThat(backends(server)).as("the same connection all the time").isEqualTo(backend);
    }
  }

  @Test
  void aThousandCallsThatAreBlockedAreAllAnsweredAndLeaveTheDatabaseFree() throws Exception {
    blocked(4, 0);
  }

  @Test
  void aThousandCallsInLanesToo() throws Exception {
    blocked(4, 1);
  }

  @Test
  void aThousandCallsOnFiftyConnectionsToo() throws Exception {
    blocked(50, 0);
  }

  private static void blocked(int poolSize, int lanes) throws Exception {
    List<ManagedChannel> channels = List.of();
    try (TestServer server = start(poolSize, lanes)) {
      channels = channels(server.port());
      Clinic clinic = server.freshClinic();
      Appointment appointment = appointment(clinic);
      awaitConnections(server, poolSize + 2 * lanes + 1);
      try (RowLock lock = lock(server, appointment)) {
        for (int round = 0; round < ROUNDS; round++) { // the first ones warm it up
          boolean last = round == ROUNDS - 1;
          blockedOnce(poolSize, channels, clinic, appointment, last, () -> awaitIdle(server));
          lock.awaitNobodyWaits();
        }
      }
      assertThat(code(clinic, appointment, 10_000)).isEqualTo(Code.OK);
    } finally {
      channels.forEach(ManagedChannel::shutdownNow);
    }
  }

  private static void blockedOnce(
      int poolSize,
      List<ManagedChannel> channels,
      Clinic clinic,
      Appointment appointment,
      boolean judged,
      Runnable awaitFree)
      throws Exception {
    Queue<Double> answered = new ConcurrentLinkedQueue<>();
    Queue<Code> codes = new ConcurrentLinkedQueue<>();
    CountDownLatch all = new CountDownLatch(CALLS);
    try (CallLog log = new CallLog()) {
      Deadline deadline = Deadline.after(START_MS + DEADLINE_MS, TimeUnit.MILLISECONDS);
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MS + DEADLINE_MS);
      for (int i = 0; i < CALLS; i++) {
        var call =
            BookingServiceGrpc.newFutureStub(channels.get(i % CHANNELS))
                .withInterceptors(clinic.identity())
                .withDeadline(deadline)
                .cancelAppointment(Clinic.cancellation(appointment).build());
        call.addListener(
            () -> {
              answered.add(millisSince(end));
              codes.add(
                  call.state() == Future.State.FAILED
                      ? Status.fromThrowable(call.exceptionNow()).getCode()
                      : Code.OK);
              all.countDown();
            },
            Runnable::run);
      }
      double begun = -millisSince(end);
      all.await();
      long ended = System.nanoTime();
      awaitFree.run();
      double free = millisSince(ended);
      double[] client = answered.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      double[] server = log.sortedMillis();
      System.out.printf(
          "%d calls blocked, %d connections: the last began %.0f ms before the deadline; answered %s"
              + " after it; on the server %s; %s; free %.0f ms after the last%n",
          CALLS, poolSize, begun, percentiles(client), percentiles(server), counts(codes), free);
      // the latter were sent away from the queue, since they would not have come through in time
      assertThat(Set.copyOf(codes))
          .isSubsetOf(Code.DEADLINE_EXCEEDED, ServerReason.SERVER_OVERLOADED.code());
      if (judged) {
        assertThat(client[CALLS / 2]).isLessThan(LATE_MEDIAN_MS_MAX);
        assertThat(client[CALLS - 1]).isLessThan(FREE_MS_MAX);
        assertThat(free).isLessThan(FREE_MS_MAX);
      }
    }
  }

  private static Map<Code, Long> counts(Collection<Code> codes) {
    return codes.stream().collect(Collectors.groupingBy(code -> code, Collectors.counting()));
  }

  private static String percentiles(double[] sorted) {
    return sorted.length == 0
        ? "none"
        : String.format(
            "%d: p50 %.0f, p90 %.0f, p99 %.0f, max %.0f ms",
            sorted.length,
            sorted[sorted.length / 2],
            sorted[sorted.length * 9 / 10],
            sorted[sorted.length * 99 / 100],
            sorted[sorted.length - 1]);
  }

  private static TestServer start(int poolSize, int lanes) {
    return TestServer.start(
        Map.of(
            "CORRAL_POOL_SIZE",
            Integer.toString(poolSize),
            "CORRAL_LANES",
            Integer.toString(Math.max(1, lanes)),
            "CORRAL_LANE_CALLS_MAX",
            lanes == 0 ? "1" : "64",
            "CORRAL_LOCK_TIMEOUT_MS",
            "10000",
            "CORRAL_CALLS_IN_FLIGHT_MAX",
            "5000",
            "CORRAL_QUEUE_MAX",
            "5000"));
  }

  private static List<ManagedChannel> channels(int port) {
    return Stream.generate(
            () ->
                Grpc.newChannelBuilder("127.0.0.1:" + port, InsecureChannelCredentials.create())
                    .build())
        .limit(CHANNELS)
        .toList();
  }

  private static void awaitIdle(TestServer server) {
    long start = System.nanoTime();
    while (!Sql.row(server.databaseUrl(), ACTIVE).equals("0")) {
      assertThat(millisSince(start)).as("ms with a statement that runs").isLessThan(20_000);
    }
  }

  /** A pool fills itself one by one. */
  private static void awaitConnections(TestServer server, int count) {
    long start = System.nanoTime();
    while (!Sql.row(server.databaseUrl(), OPEN).equals(Integer.toString(count))) {
      assertThat(millisSince(start)).as("ms to fill the pool").isLessThan(20_000);
    }
  }

  private static String backends(TestServer server) {
    return Sql.rows(
            server.databaseUrl(),
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name = 'corral' ORDER BY pid")
        .toString();
  }

  private static Appointment appointment(Clinic clinic) {
    return clinic.book(clinic.pet(), clinic.vet(), clinic.at(3, 10, 0), clinic.service(30));
  }

  private static RowLock lock(TestServer server, Appointment appointment) {
    return RowLock.on(
        server.databaseUrl(),
        "SELECT 1 FROM booking.appointment WHERE appointment_id = '"
            + appointment.getAppointmentId()
            + "' FOR UPDATE");
  }

  private static Code code(Clinic clinic, Appointment appointment, int deadlineMs) {
    StatusRuntimeException thrown =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                clinic
                    .bookings()
                    .withDeadlineAfter(deadlineMs, TimeUnit.MILLISECONDS)
                    .cancelAppointment(Clinic.cancellation(appointment).build()));
    return thrown == null ? Code.OK : thrown.getStatus().getCode();
  }

  private static double millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e6;
  }
}
