package dev.corral.grpc;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.detail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.RetryInfo;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.BookingServiceGrpc;
import dev.corral.booking.v1.ListAppointmentsRequest;
import dev.corral.testing.RowLock;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Calls that wait for a lock, and what ends the wait. */
class DeadlinesTest {

  private static final int ROUNDS = 700;

  private static TestServer server;
  private final Clinic clinic = server.freshClinic();
  private final Appointment appointment =
      clinic.book(clinic.pet(), clinic.vet(), clinic.at(3, 10, 0), clinic.service(30));

  @BeforeAll
  static void startServer() {
    server =
        TestServer.start(
            Map.of(
                "CORRAL_POOL_SIZE", "1",
                "CORRAL_LOCK_TIMEOUT_MS", "300",
                "CORRAL_LONGEST_CALL_MS", "3000"));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void callThatWaitsForALockEndsAtItsDeadlineAndLeavesTheDatabaseFree() throws Exception {
    try (RowLock lock = lock()) {
      Instant start = Instant.now();
      assertThat(code(Duration.ofMillis(150))).isEqualTo(Code.DEADLINE_EXCEEDED);
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofMillis(1000));
      lock.awaitNobodyWaits();
    }
    assertThat(clinic.now(appointment).getStatus()).isEqualTo(appointment.getStatus());
  }

  @Test
  void callThatIsCancelledLeavesTheDatabaseFree() throws Exception {
    try (RowLock lock = lock();
        Context.CancellableContext context = Context.current().withCancellation()) {
      Runnable call = () -> code(Duration.ofSeconds(3));
      Thread caller = Thread.ofVirtual().start(context.wrap(call));
      lock.awaitSomebodyWaits();
      context.cancel(null);
      caller.join();
      lock.awaitNobodyWaits();
    }
    assertThat(clinic.now(appointment)).isEqualTo(appointment);
  }

  @Test
  void callThatHasExpiredDoesNothing() {
    assertThat(code(Duration.ofMillis(-1))).isEqualTo(Code.DEADLINE_EXCEEDED);
    assertThat(clinic.now(appointment)).isEqualTo(appointment);
  }

  @Test
  void lockThatIsHeldTooLongIsContention() throws Exception {
    try (RowLock lock = lock()) {
      StatusRuntimeException thrown =
          catchThrowableOfType(StatusRuntimeException.class, () -> cancel(Duration.ofSeconds(30)));
      assertThat(thrown.getStatus().getCode()).isEqualTo(Code.ABORTED);
      assertThat(dev.corral.testing.Refusals.reason(thrown)).isEqualTo("CONTENDED");
      assertThat(detail(thrown, RetryInfo.class).getRetryDelay().getNanos()).isPositive();
      assertThat(
              thrown
                  .getTrailers()
                  .get(Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER)))
          .isNotNull();
      lock.awaitNobodyWaits();
    }
    cancel(Duration.ofSeconds(30));
  }

  @Test
  void callWithoutADeadlineEndsAtTheServersOwn() throws Exception {
    TestServer patient =
        TestServer.start(
            server.databaseUrl(),
            Map.of("CORRAL_LOCK_TIMEOUT_MS", "60000", "CORRAL_LONGEST_CALL_MS", "500"));
    try (patient;
        RowLock lock = lock()) {
      var stub =
          BookingServiceGrpc.newBlockingStub(patient.channel()).withInterceptors(clinic.identity());
      assertRefused(
          ServerReason.DEADLINE_EXCEEDED,
          () -> stub.cancelAppointment(Clinic.cancellation(appointment).build()));
      lock.awaitNobodyWaits();
    }
  }

  // 195, pgjdbc/pgjdbc#412: the deadline is steered to the moment at which the statement ends.
  @Test
  void cancelNeverHitsAnInnocentStatement() {
    long deadlineNanos = TimeUnit.MILLISECONDS.toNanos(3);
    int expired = 0;
    for (int round = 0; round < ROUNDS; round++) {
      boolean inTime = read(deadlineNanos);
      expired += inTime ? 0 : 1;
      deadlineNanos = deadlineNanos * (inTime ? 95 : 105) / 100;
      assertThat(clinic.now(appointment)).as("round %d", round).isEqualTo(appointment);
    }
    assertThat(expired).as("deadlines that hit").isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
  }

  private boolean read(long deadlineNanos) {
    try {
      clinic
          .bookings()
          .withDeadlineAfter(deadlineNanos, TimeUnit.NANOSECONDS)
          .listAppointments(ListAppointmentsRequest.getDefaultInstance());
      return true;
    } catch (StatusRuntimeException e) {
      // or sent away from the queue, since it would not have come through in time
      assertThat(e.getStatus().getCode())
          .isIn(Code.DEADLINE_EXCEEDED, ServerReason.SERVER_OVERLOADED.code());
      return false;
    }
  }

  private RowLock lock() {
    return RowLock.on(
        server.databaseUrl(),
        "SELECT 1 FROM booking.appointment WHERE appointment_id = '"
            + appointment.getAppointmentId()
            + "' FOR UPDATE");
  }

  private Code code(Duration deadline) {
    try {
      cancel(deadline);
      return Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private void cancel(Duration deadline) {
    clinic
        .bookings()
        .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .cancelAppointment(Clinic.cancellation(appointment).build());
  }
}
