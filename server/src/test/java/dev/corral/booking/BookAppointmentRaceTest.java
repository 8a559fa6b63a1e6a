package dev.corral.booking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Race;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Bookings that want the same thing at the same time: real callers, exact counts. */
class BookAppointmentRaceTest {

  private static final int CALLERS = 10;

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();

  @AfterAll
  static void nothingIsBookedTwice() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  // https://github.com/calcom/cal.diy/issues/13397
  @Test
  void tenCallersForEachSlotAreOneWinnerEach() {
    String vet = clinic.vet();
    String service = clinic.service(30);
    List<String> pets = pets(CALLERS);

    for (int slot = 0; slot < Race.rounds(50); slot++) {
      Instant start = clinic.at(2 + slot / 40, slot % 40 / 2, slot % 2 * 30);
      Race.of(CALLERS, i -> clinic.book(pets.get(i), vet, start, service))
          .hasWinners(1, Outcome.STAFF_BUSY);
    }
  }

  /**
   * In each group every start overlaps every other without being equal to all: 10:45 to 11:30 and
   * 11:00 to 11:30, one inside the other, across the hour.
   */
  @Test
  void startsThatOverlapWithoutBeingEqualAreOneWinnerAGroup() {
    String vet = clinic.vet();
    String[] services = {clinic.service(30), clinic.service(45), clinic.service(60)};
    int[] minutesAfter945 = {0, 15, 30, 45};
    List<String> pets = pets(CALLERS);

    for (int group = 0; group < Race.rounds(20); group++) {
      // 60 minutes from 9:45, 45 from 10:00 or 10:15, 30 from 10:30: all hold the minute 10:30.
      Instant base = clinic.at(3 + group, 9, 45);
      Race.of(
              CALLERS,
              i -> {
                int offset = i % 4;
                String service = services[offset == 0 ? 2 : offset == 3 ? 0 : 1];
                Instant start = Clinic.minutesLater(base, minutesAfter945[offset]);
                return clinic.book(pets.get(i), vet, start, service);
              })
          .hasWinners(1, Outcome.STAFF_BUSY);
    }
  }

  // https://github.com/sharetribe/harmony/issues/27
  @Test
  void randomStartsAndLengthsInOneDayNeverOverlapAndNeverBreak() {
    String vet = clinic.vet();
    int[] lengths = {10, 25, 45, 90};
    String[] services = IntStream.of(lengths).mapToObj(clinic::service).toArray(String[]::new);
    List<String> pets = pets(200);
    int[] starts = new Random(27).ints(200, 8 * 60, 20 * 60).toArray();

    Race<Appointment> race =
        Race.of(
            200,
            i ->
                clinic.book(
                    pets.get(i),
                    vet,
                    clinic.at(4, starts[i] / 60, starts[i] % 60),
                    services[i % 4]));

    assertThat(race.refusals()).containsOnlyKeys(Outcome.STAFF_BUSY.name());
    assertThat(race.winners()).isNotEmpty();
  }

  @Test
  void onePetIsNotBookedWithTwoVetsAtOnce() {
    String pet = clinic.pet();
    String service = clinic.service(30);
    List<String> vets = vets(CALLERS);

    for (int round = 0; round < Race.rounds(20); round++) {
      Instant start = clinic.at(5 + round, 10, 0);
      Race.of(CALLERS, i -> clinic.book(pet, vets.get(i), start, service))
          .hasWinners(1, Outcome.PET_BUSY);
    }
  }

  // https://github.com/pnp/powerapps-samples/issues/30
  @Test
  void oneRoomIsNotBookedByTwoVetsAtOnce() {
    String service = clinic.service(Clinic.consultation(30).addRoomIds(clinic.room()));
    List<String> vets = vets(CALLERS);
    List<String> pets = pets(CALLERS);

    for (int round = 0; round < Race.rounds(20); round++) {
      Instant start = clinic.at(5 + round, 10, 0);
      Race.of(CALLERS, i -> clinic.book(pets.get(i), vets.get(i), start, service))
          .hasWinners(1, Outcome.ROOM_BUSY);
    }
  }

  @Test
  void anyOfThreeFreeMembersIsThreeWinnersOutOfThirty() {
    List<String> vets = List.of(clinic.vet(), clinic.vet(), clinic.vet());
    String service = clinic.service(30);
    List<String> pets = pets(30);

    for (int round = 0; round < Race.rounds(20); round++) {
      Instant start = clinic.at(5 + round, 10, 0);
      Race<Appointment> race =
          Race.of(30, i -> clinic.book(Clinic.booking(pets.get(i), start, service)))
              .hasWinners(3, Outcome.STAFF_BUSY);
      assertThat(race.winners().stream().map(Appointment::getStaffId))
          .containsExactlyInAnyOrderElementsOf(vets);
    }
  }

  @Test
  void lastPlacesOfADayAreNotTakenTwice() {
    String service = clinic.service(Clinic.consultation(30).setMaxPerDay(4));
    List<String> vets = vets(CALLERS);
    List<String> pets = pets(CALLERS);

    for (int round = 0; round < Race.rounds(20); round++) {
      Instant start = clinic.at(5 + round, 10, 0);
      Race.of(CALLERS, i -> clinic.book(pets.get(i), vets.get(i), start, service))
          .hasWinners(4, Outcome.DAILY_LIMIT_REACHED);
    }
  }

  @Test
  void sameRequestSentTenTimesAtOnceIsOneAppointmentAndTenEqualAnswers() {
    String vet = clinic.vet();
    String service = clinic.service(30);
    String pet = clinic.pet();
    Set<String> ids = new HashSet<>();

    for (int round = 0; round < Race.rounds(50); round++) {
      BookAppointmentRequest.Builder request =
          Clinic.booking(pet, clinic.at(2 + round, 10, 0), service);
      // with a named member and with any, alone and with an override, which no claim holds back
      if (round % 2 == 0) {
        request.setStaffId(vet);
      }
      if (round % 5 == 0) {
        request.getOverlapOverrideBuilder().setReason("emergency");
      }
      Race<Appointment> race = Race.of(CALLERS, i -> clinic.book(request));
      race.hasWinners(CALLERS, Outcome.STAFF_BUSY);
      assertThat(new HashSet<>(race.winners())).hasSize(1);
      ids.add(race.winners().getFirst().getAppointmentId());
    }
    assertThat(ids).hasSize(Race.rounds(50));
  }

  @Test
  void cancelAgainstBookLeavesTheSlotToAtMostOne() {
    String vet = clinic.vet();
    String service = clinic.service(30);
    List<String> pets = pets(CALLERS);
    AtomicInteger retaken = new AtomicInteger();

    for (int round = 0; round < Race.rounds(20); round++) {
      Instant start = clinic.at(2 + round, 10, 0);
      Appointment first = clinic.book(clinic.pet(), vet, start, service);
      Race<Appointment> race =
          Race.of(
              CALLERS, i -> i == 0 ? cancel(first) : clinic.book(pets.get(i), vet, start, service));
      List<Appointment> booked =
          race.winners().stream()
              .filter(a -> !a.getAppointmentId().equals(first.getAppointmentId()))
              .toList();
      assertThat(booked).hasSizeLessThanOrEqualTo(1);
      assertThat(Set.of(Outcome.STAFF_BUSY.name())).containsAll(race.refusals().keySet());
      retaken.addAndGet(booked.size());
    }
    System.out.println(
        "cancel against book: retaken at once in "
            + retaken
            + " of "
            + Race.rounds(20)
            + " rounds");
  }

  /** The origin's load test in our form, its second half. */
  @Test
  void hundredBookingsThirtyMinutesApartAreHundredSuccesses() {
    String vet = clinic.vet();
    String service = clinic.service(30);
    String pet = clinic.pet();

    Race.of(
            100,
            i -> clinic.book(pet, vet, Clinic.minutesLater(clinic.at(3, 0, 0), 30L * i), service))
        .hasWinners(100, Outcome.STAFF_BUSY);
  }

  private Appointment cancel(Appointment appointment) {
    return clinic
        .bookings()
        .cancelAppointment(Clinic.cancellation(appointment).build())
        .getAppointment();
  }

  private List<String> pets(int count) {
    return IntStream.range(0, count).mapToObj(i -> clinic.pet()).toList();
  }

  private List<String> vets(int count) {
    return IntStream.range(0, count).mapToObj(i -> clinic.vet()).toList();
  }
}
