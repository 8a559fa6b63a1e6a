package dev.corral.booking;

import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.AppointmentStatus;
import dev.corral.booking.v1.BookAppointmentResponse;
import dev.corral.booking.v1.ListAppointmentsRequest;
import dev.corral.booking.v1.OverlapOverride;
import dev.corral.booking.v1.RescheduleAppointmentRequest;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Race;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What others reported of double booking, moves and rooms, tried on Corral. */
class PublicBookingCasesTest {

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();

  @AfterAll
  static void invariantsHold() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  // 001, calcom/cal.diy#13397
  @Test
  void tenCallsForOneSlotBookItOnce() {
    String vet = clinic.vet();
    String service = clinic.service(30);
    List<String> pets = IntStream.range(0, 10).mapToObj(i -> clinic.pet()).toList();
    Race.of(10, i -> clinic.book(pets.get(i), vet, clinic.at(3, 10, 0), service))
        .hasWinners(1, Outcome.STAFF_BUSY);
    assertThat(active(vet)).hasSize(1);
  }

  // 003, timekit-io/booking-js#76
  @Test
  void slotOfAnOldListIsNotBookedAgain() {
    String vet = clinic.vet();
    String service = clinic.service(30);
    var listed = clinic.slots(clinic.day(3), clinic.day(3), 15, service);
    Instant three = clinic.at(3, 15, 0);
    assertThat(listed).extracting(s -> Clinic.instant(s.getStartTime())).contains(three);
    clinic.book(clinic.pet(), vet, three, service);
    assertRefused(Outcome.STAFF_BUSY, () -> clinic.book(clinic.pet(), vet, three, service));
    assertThat(active(vet)).hasSize(1);
  }

  // 007, frappe/erpnext#16068
  @Test
  void startInsideALongerVisitIsRefused() {
    String vet = clinic.vet();
    String half = clinic.service(30);
    clinic.book(clinic.pet(), vet, clinic.at(3, 9, 0), half);
    assertRefused(
        Outcome.STAFF_BUSY, () -> clinic.book(clinic.pet(), vet, clinic.at(3, 9, 15), half));
    clinic.book(clinic.pet(), vet, clinic.at(3, 9, 30), half);
  }

  // 009, sharetribe/harmony#27
  @Test
  void twoHundredRandomVisitsOfOneDayNeverOverlap() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String vet = clinic.vet();
    List<String> services = IntStream.of(10, 25, 40, 60, 120).mapToObj(clinic::service).toList();
    List<String> pets = IntStream.range(0, 20).mapToObj(i -> clinic.pet()).toList();
    var requests =
        IntStream.range(0, 200)
            .mapToObj(
                i ->
                    Clinic.booking(
                            pets.get(i % 20),
                            Clinic.minutesLater(clinic.at(3, 0, 0), random.nextInt(1320)),
                            services.get(random.nextInt(5)))
                        .setStaffId(vet))
            .toList();
    Race<Appointment> race = Race.of(200, i -> clinic.book(requests.get(i)));
    assertThat(race.refusals().keySet())
        .as("seed %d", seed)
        .isSubsetOf(Set.of("STAFF_BUSY", "PET_BUSY"));
    List<Appointment> booked =
        race.winners().stream()
            .sorted(Comparator.comparing(a -> Clinic.instant(a.getStartTime())))
            .toList();
    for (int i = 1; i < booked.size(); i++) {
      assertThat(Clinic.instant(booked.get(i).getStartTime()))
          .as("seed %d", seed)
          .isAfterOrEqualTo(Clinic.instant(booked.get(i - 1).getEndTime()));
    }
    assertThat(active(vet)).hasSameSizeAs(booked);
  }

  // 015, pnp/powerapps-samples#30
  @Test
  void oneRoomServesOneOfTwoVetsAtATime() {
    String room = clinic.room();
    String surgery = clinic.service(Clinic.consultation(60).addRoomIds(room));
    List<String> vets = List.of(clinic.vet(), clinic.vet());
    List<String> pets = List.of(clinic.pet(), clinic.pet());
    Race.of(2, i -> clinic.book(pets.get(i), vets.get(i), clinic.at(3, 10, 15 * i), surgery))
        .hasWinners(1, Outcome.ROOM_BUSY);
  }

  // 017, redguava/cliniko-api#108
  @Test
  void staffWhoOverlapOnPurposeAreToldWithWhat() {
    String vet = clinic.vet();
    String service = clinic.service(30);
    Instant ten = clinic.at(3, 10, 0);
    Appointment first = clinic.book(clinic.pet(), vet, ten, service);
    var second =
        Clinic.booking(clinic.pet(), Clinic.minutesLater(ten, 10), service).setStaffId(vet);
    assertRefused(Outcome.STAFF_BUSY, () -> clinic.book(second));
    BookAppointmentResponse booked =
        clinic
            .bookings()
            .bookAppointment(
                second
                    .setOverlapOverride(OverlapOverride.newBuilder().setReason("emergency"))
                    .build());
    assertThat(booked.getConflictingAppointmentIdsList()).containsExactly(first.getAppointmentId());
    assertThat(booked.getAppointment().getOverrideReason()).isEqualTo("emergency");
  }

  // 025, thunderbird/appointment#580
  @Test
  void visitMayBeginWhenAnotherEnds() {
    String vet = clinic.vet();
    String service = clinic.service(30);
    clinic.book(clinic.pet(), vet, clinic.at(3, 10, 0), service);
    clinic.book(clinic.pet(), vet, clinic.at(3, 10, 30), service);
    clinic.book(clinic.pet(), vet, clinic.at(3, 9, 30), service);
  }

  // 027, calcom/cal.diy#23069
  @Test
  void vetIsOnePersonAcrossServices() {
    String vet = clinic.vet();
    String vaccination = clinic.service(30);
    String consultation = clinic.service(30);
    Instant ten = clinic.at(3, 10, 0);
    clinic.book(clinic.pet(), vet, ten, vaccination);
    assertThat(clinic.slots(clinic.day(3), clinic.day(3), 30, consultation))
        .extracting(s -> Clinic.instant(s.getStartTime()))
        .doesNotContain(ten)
        .contains(Clinic.minutesLater(ten, 30));
    assertRefused(Outcome.STAFF_BUSY, () -> clinic.book(clinic.pet(), vet, ten, consultation));
  }

  // 029, calcom/cal.diy#2668
  @Test
  void visitMayMoveOverItself() {
    String vet = clinic.vet();
    Appointment booked = clinic.book(clinic.pet(), vet, clinic.at(3, 14, 30), clinic.service(120));
    Appointment moved = move(clinic, booked, clinic.at(3, 15, 0));
    assertThat(moved.getVersion()).isEqualTo(booked.getVersion() + 1);
    assertThat(active(vet)).containsExactly(moved);
  }

  // 031, calcom/cal.diy#21589
  @Test
  void moveFreesTheOldTimeAndTakesTheNew() {
    String vet = clinic.vet();
    String service = clinic.service(60);
    Appointment booked = clinic.book(clinic.pet(), vet, clinic.at(3, 10, 0), service);
    move(clinic, booked, clinic.at(3, 11, 0));
    clinic.book(clinic.pet(), vet, clinic.at(3, 10, 0), service);
    assertRefused(
        Outcome.STAFF_BUSY, () -> clinic.book(clinic.pet(), vet, clinic.at(3, 11, 0), service));
  }

  // 033, alextselegidis/easyappointments#1789
  @Test
  void windowForChangesComparesInstants() {
    Clinic chicago =
        Clinic.create(
            server.channel(),
            Clinic.settings("America/Chicago").setCancelWindowMinutes(30).build());
    String owner = chicago.client();
    String vet = chicago.vet();
    String service = chicago.service(30);
    Instant minute = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    Instant later = minute.plus(Duration.ofHours(4));
    Appointment booked = chicago.book(chicago.pet(owner, "dog"), vet, later, service);
    move(chicago.asClient(owner), booked, Clinic.minutesLater(later, 60));
    Appointment soon =
        chicago.book(chicago.pet(owner, "dog"), vet, Clinic.minutesLater(minute, 30), service);
    assertRefused(Outcome.CHANGE_WINDOW_CLOSED, () -> move(chicago.asClient(owner), soon, later));
  }

  private static Appointment move(Clinic caller, Appointment seen, Instant start) {
    RescheduleAppointmentRequest request = Clinic.move(seen, start).build();
    return caller.bookings().rescheduleAppointment(request).getAppointment();
  }

  private List<Appointment> active(String vet) {
    return clinic
        .bookings()
        .listAppointments(
            ListAppointmentsRequest.newBuilder()
                .setStaffId(vet)
                .addStatuses(AppointmentStatus.APPOINTMENT_STATUS_SCHEDULED)
                .setPageSize(200)
                .build())
        .getAppointmentsList();
  }
}
