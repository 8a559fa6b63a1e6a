package dev.corral;

import static dev.corral.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.booking.v1.CancelAppointmentRequest;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Race;
import dev.corral.testing.RowLock;
import dev.corral.testing.Sql;
import dev.corral.testing.TestPostgres;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Calls that share a statement. Which calls do is up to chance, so each test goes on until some
 * have, as PostgreSQL counts it: more answers than statements.
 */
@Timeout(120)
class SharedStatementTest {

  private static final int CALLERS = 20;
  private static final int ROUNDS_MIN = 5;
  private static final int ROUNDS_MAX = 200;

  /**
   * A locked row may hold up a call in the statement before its own and in its own, 200 ms each.
   */
  private static final Duration HELD_UP_MAX = Duration.ofSeconds(3);

  private final TestServer server =
      TestServer.start(Map.of("CORRAL_LANES", "1", "CORRAL_LANE_CALLS_MAX", "64"));
  private final Clinic clinic = server.freshClinic();
  private final List<String> pets = Stream.generate(clinic::pet).limit(CALLERS).toList();

  SharedStatementTest() {
    TestPostgres.execute(server.databaseUrl(), "CREATE EXTENSION pg_stat_statements");
  }

  @AfterEach
  void nothingIsBroken() {
    assertThat(server.violatedInvariants()).isEmpty();
    server.close();
  }

  @Test
  void callsForOneSlotSeeEachOther() {
    String vet = clinic.vet();
    String service = clinic.service(10);
    untilShared(
        "booking.book_appointment_atomic",
        round -> {
          Instant start = clinic.at(2 + round / 100, 8, 0).plusSeconds(600L * (round % 100));
          Race.of(CALLERS, i -> clinic.book(pets.get(i), vet, start, service))
              .hasWinners(1, Outcome.STAFF_BUSY);
        });
  }

  @Test
  void callsForOneShelfSeeEachOther() {
    Shop shop = Shop.open(server);
    untilShared(
        "stock.reserve_stock",
        round -> {
          String product = shop.product(100, 7);
          Race.of(CALLERS, i -> shop.reserve(Shop.demand(product, 1)))
              .hasWinners(7, Outcome.OUT_OF_STOCK);
        });
  }

  @Test
  void oneRequestSentManyTimesHasOneAnswer() {
    String vet = clinic.vet();
    String service = clinic.service(10);
    untilShared(
        "booking.book_appointment_atomic",
        round -> {
          Instant start = clinic.at(2 + round / 100, 8, 0).plusSeconds(600L * (round % 100));
          BookAppointmentRequest.Builder request =
              Clinic.booking(pets.get(0), start, service).setStaffId(vet);
          Race<Appointment> race = Race.of(CALLERS, i -> clinic.book(request.clone()));
          assertThat(race.refusals()).isEmpty();
          assertThat(race.winners()).hasSize(CALLERS);
          assertThat(Set.copyOf(race.winners())).hasSize(1);
        });
  }

  @Test
  void callThatRaisesHurtsNoneOfTheOthers() {
    TestPostgres.execute(
        server.databaseUrl(),
        "ALTER TABLE booking.appointment ADD CONSTRAINT planted CHECK (note <> 'raise')");
    String service = clinic.service(10);
    List<String> vets = Stream.generate(clinic::vet).limit(CALLERS).toList();
    untilShared(
        "booking.book_appointment_atomic",
        round -> {
          Instant start = clinic.at(2 + round / 100, 8, 0).plusSeconds(600L * (round % 100));
          Race<Appointment> race =
              Race.of(
                  CALLERS,
                  i ->
                      clinic.book(
                          Clinic.booking(pets.get(i), start, service)
                              .setStaffId(vets.get(i))
                              .setNote(i == 7 ? "raise" : "")));
          assertThat(race.refusals()).isEqualTo(Map.of("INTERNAL", 1));
          assertThat(race.winners()).hasSize(CALLERS - 1);
        });
  }

  @Test
  void lockedRowHoldsUpNobodyElseForLong() throws InterruptedException {
    String vet = clinic.vet();
    String service = clinic.service(10);
    Appointment locked = clinic.book(pets.get(0), vet, clinic.at(2, 8, 0), service);
    List<Code> codes = new CopyOnWriteArrayList<>();
    Thread waiter = Thread.ofVirtual().unstarted(() -> codes.add(cancel(locked)));
    try (RowLock lock =
        RowLock.on(
            server.databaseUrl(),
            "SELECT 1 FROM booking.appointment WHERE appointment_id = '"
                + locked.getAppointmentId()
                + "' FOR UPDATE")) {
      waiter.start();
      lock.awaitSomebodyWaits();
      Instant begun = Instant.now();
      Instant start = clinic.at(2, 9, 0);
      Race.of(CALLERS, i -> clinic.book(pets.get(i), vet, start.plusSeconds(600L * i), service))
          .hasWinners(CALLERS, Outcome.STAFF_BUSY);
      assertThat(Duration.between(begun, Instant.now())).isLessThan(HELD_UP_MAX);
      assertThat(codes).as("the one for the locked row still waits").isEmpty();
    }
    waiter.join();
    assertThat(codes).containsExactly(Code.OK);
  }

  private void untilShared(String function, IntConsumer round) {
    Sql.rows(server.databaseUrl(), "SELECT pg_stat_statements_reset()");
    for (int i = 0; i < ROUNDS_MAX; i++) {
      round.accept(i);
      if (i >= ROUNDS_MIN && isShared(function)) {
        return;
      }
    }
    throw new AssertionError(function + " had a statement for each call");
  }

  private boolean isShared(String function) {
    return Sql.row(
            server.databaseUrl(),
            "SELECT coalesce(sum(rows) > sum(calls), false) FROM pg_stat_statements"
                + " WHERE query LIKE '%unnest(%"
                + function
                + "(%'")
        .equals("t");
  }

  private Code cancel(Appointment appointment) {
    try {
      clinic
          .bookings()
          .withDeadlineAfter(8, TimeUnit.SECONDS)
          .cancelAppointment(
              CancelAppointmentRequest.newBuilder()
                  .setRequestId(Clinic.newId())
                  .setAppointmentId(appointment.getAppointmentId())
                  .build());
      return Code.OK;
    } catch (StatusRuntimeException e) {
      assertThat(reason(e)).isNotEqualTo("INTERNAL");
      return e.getStatus().getCode();
    }
  }
}
