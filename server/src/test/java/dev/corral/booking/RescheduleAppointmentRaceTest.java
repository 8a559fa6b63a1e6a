package dev.corral.booking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.RescheduleAppointmentRequest;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Race;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Moves that want the same thing at the same time: real callers, exact counts. */
class RescheduleAppointmentRaceTest {

  private static final int CALLERS = 10;

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();
  private final String vet = clinic.vet();
  private final String service = clinic.service(30);

  @AfterAll
  static void nothingIsBookedTwice() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void tenMovesIntoOneSlotAreOneWinner() {
    List<String> pets = IntStream.range(0, CALLERS).mapToObj(i -> clinic.pet()).toList();
    for (int round = 0; round < Race.rounds(20); round++) {
      int day = 2 + round;
      List<Appointment> booked =
          IntStream.range(0, CALLERS)
              .mapToObj(i -> clinic.book(pets.get(i), vet, clinic.at(day, i, 0), service))
              .toList();
      // 15:00, 15:10 or 15:20: each overlaps each
      Race.of(CALLERS, i -> move(Clinic.move(booked.get(i), clinic.at(day, 15, i % 3 * 10))))
          .hasWinners(1, Outcome.STAFF_BUSY);
    }
  }

  @Test
  void twoAppointmentsThatSwapPlacesEndInSuccessOrStaffBusy() {
    for (int round = 0; round < Race.rounds(40); round++) {
      Instant ten = clinic.at(2 + round, 10, 0);
      Instant eleven = clinic.at(2 + round, 11, 0);
      Appointment first = clinic.book(clinic.pet(), vet, ten, service);
      Appointment second = clinic.book(clinic.pet(), vet, eleven, service);

      Race<Appointment> race =
          Race.of(2, i -> move(i == 0 ? Clinic.move(first, eleven) : Clinic.move(second, ten)));

      assertThat(Set.of(Outcome.STAFF_BUSY.name())).containsAll(race.refusals().keySet());
      assertThat(clinic.now(first).getStartTime()).isNotEqualTo(clinic.now(second).getStartTime());
    }
  }

  @Test
  void tenMovesOfOneAppointmentAreOneWinnerAndNineStaleVersions() {
    for (int round = 0; round < Race.rounds(20); round++) {
      int day = 2 + round;
      Appointment booked = clinic.book(clinic.pet(), vet, clinic.at(day, 8, 0), service);
      Race.of(CALLERS, i -> move(Clinic.move(booked, clinic.at(day, 9 + i, 0))))
          .hasWinners(1, Outcome.STALE_VERSION);
    }
  }

  @Test
  void sameMoveSentTenTimesAtOnceIsOneMoveAndTenEqualAnswers() {
    for (int round = 0; round < Race.rounds(20); round++) {
      Appointment booked = clinic.book(clinic.pet(), vet, clinic.at(2 + round, 8, 0), service);
      RescheduleAppointmentRequest.Builder move = Clinic.move(booked, clinic.at(2 + round, 12, 0));
      Race<Appointment> race = Race.of(CALLERS, i -> move(move));
      race.hasWinners(CALLERS, Outcome.STAFF_BUSY);
      assertThat(new HashSet<>(race.winners())).hasSize(1);
      assertThat(clinic.now(booked).getVersion()).isEqualTo(2);
    }
  }

  @Test
  void moveAgainstBookIntoOneSlotIsOneWinner() {
    List<String> pets = IntStream.range(0, CALLERS).mapToObj(i -> clinic.pet()).toList();
    for (int round = 0; round < Race.rounds(20); round++) {
      int day = 2 + round;
      Appointment booked = clinic.book(clinic.pet(), vet, clinic.at(day, 8, 0), service);
      Instant slot = clinic.at(day, 14, 0);
      Race.of(
              CALLERS,
              i ->
                  i == 0
                      ? move(Clinic.move(booked, slot))
                      : clinic.book(pets.get(i), vet, slot, service))
          .hasWinners(1, Outcome.STAFF_BUSY);
    }
  }

  private Appointment move(RescheduleAppointmentRequest.Builder request) {
    return clinic.bookings().rescheduleAppointment(request.build()).getAppointment();
  }
}
