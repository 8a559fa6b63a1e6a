package dev.corral.booking;

import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.AppointmentStatus;
import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.booking.v1.BookAppointmentResponse;
import dev.corral.kernel.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class BookAppointmentTest {

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();
  private final String service = clinic.service(30);

  @AfterAll
  static void nothingIsBookedTwice() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void bookedVisitIsStoredAsAsked() {
    String client = clinic.client();
    String pet = clinic.pet(client, "dog");
    String vet = clinic.vet();
    String surgery =
        clinic.service(Clinic.consultation(45).setBufferBeforeMinutes(5).setBufferAfterMinutes(10));
    Instant start = clinic.at(3, 10, 0);

    Appointment booked =
        clinic.book(
            Clinic.booking(pet, start, service, surgery).setStaffId(vet).setNote("fasting"));

    assertThat(booked.getClientId()).isEqualTo(client);
    assertThat(booked.getPetId()).isEqualTo(pet);
    assertThat(booked.getStaffId()).isEqualTo(vet);
    assertThat(booked.getServiceIdsList()).containsExactly(service, surgery);
    assertThat(Clinic.instant(booked.getStartTime())).isEqualTo(start);
    assertThat(Clinic.instant(booked.getEndTime())).isEqualTo(Clinic.minutesLater(start, 75));
    assertThat(booked.getBufferBeforeMinutes()).isEqualTo(5);
    assertThat(booked.getBufferAfterMinutes()).isEqualTo(10);
    assertThat(booked.getStatus()).isEqualTo(AppointmentStatus.APPOINTMENT_STATUS_SCHEDULED);
    assertThat(booked.getNote()).isEqualTo("fasting");
    assertThat(booked.getVersion()).isEqualTo(1);
    assertThat(booked.hasRoomId()).isFalse();
  }

  @Test
  void takenTimeIsRefusedAndChangesNothing() {
    String vet = clinic.vet();
    clinic.book(clinic.pet(), vet, clinic.at(3, 10, 0), service);
    assertRefused(
        Outcome.STAFF_BUSY, () -> clinic.book(clinic.pet(), vet, clinic.at(3, 10, 15), service));
    clinic.book(clinic.pet(), vet, clinic.at(3, 10, 30), service);
  }

  /** Found by the booking programs: who is busy only by an override was taken for free. */
  @Test
  void overrideTakesWhoIsFreeBeforeWhoIsBusyByAnotherOverride() {
    List<String> vets = Stream.of(clinic.vet(), clinic.vet()).sorted().toList();
    Instant ten = clinic.at(3, 10, 0);
    Instant quarterPast = Clinic.minutesLater(ten, 15);
    Appointment first = clinic.book(clinic.pet(), vets.get(0), ten, service);
    Appointment forced = overlapping(quarterPast, vets.get(0)).getAppointment();
    cancel(first);
    clinic.book(clinic.pet(), vets.get(1), clinic.at(3, 8, 0), service);

    BookAppointmentResponse answer = overlapping(quarterPast, null);

    assertThat(answer.getAppointment().getStaffId()).isEqualTo(vets.get(1));
    assertThat(answer.getConflictingAppointmentIdsList()).isEmpty();
    assertThat(overlapping(quarterPast, vets.get(0)).getConflictingAppointmentIdsList())
        .containsExactly(forced.getAppointmentId());
  }

  private BookAppointmentResponse overlapping(Instant start, String vet) {
    BookAppointmentRequest.Builder request = Clinic.booking(clinic.pet(), start, service);
    request.getOverlapOverrideBuilder().setReason("emergency");
    if (vet != null) {
      request.setStaffId(vet);
    }
    return clinic.bookings().bookAppointment(request.build());
  }

  private void cancel(Appointment appointment) {
    clinic.bookings().cancelAppointment(Clinic.cancellation(appointment).build());
  }
}
