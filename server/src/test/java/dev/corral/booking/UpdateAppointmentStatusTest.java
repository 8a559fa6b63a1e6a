package dev.corral.booking;

import static dev.corral.booking.v1.AppointmentStatus.APPOINTMENT_STATUS_CANCELLED;
import static dev.corral.booking.v1.AppointmentStatus.APPOINTMENT_STATUS_CHECKED_IN;
import static dev.corral.booking.v1.AppointmentStatus.APPOINTMENT_STATUS_COMPLETED;
import static dev.corral.booking.v1.AppointmentStatus.APPOINTMENT_STATUS_CONFIRMED;
import static dev.corral.booking.v1.AppointmentStatus.APPOINTMENT_STATUS_IN_PROGRESS;
import static dev.corral.booking.v1.AppointmentStatus.APPOINTMENT_STATUS_NO_SHOW;
import static dev.corral.booking.v1.AppointmentStatus.APPOINTMENT_STATUS_SCHEDULED;
import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.AppointmentStatus;
import dev.corral.booking.v1.UpdateAppointmentStatusRequest;
import dev.corral.kernel.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpdateAppointmentStatusTest {

  private static final List<AppointmentStatus> STATUSES =
      List.of(
          APPOINTMENT_STATUS_SCHEDULED,
          APPOINTMENT_STATUS_CONFIRMED,
          APPOINTMENT_STATUS_CHECKED_IN,
          APPOINTMENT_STATUS_IN_PROGRESS,
          APPOINTMENT_STATUS_COMPLETED,
          APPOINTMENT_STATUS_CANCELLED,
          APPOINTMENT_STATUS_NO_SHOW);

  /** What may follow what: rules.md, "States". */
  private static final Map<AppointmentStatus, Set<AppointmentStatus>> MACHINE =
      Map.of(
          APPOINTMENT_STATUS_SCHEDULED,
          Set.of(
              APPOINTMENT_STATUS_CONFIRMED,
              APPOINTMENT_STATUS_CHECKED_IN,
              APPOINTMENT_STATUS_CANCELLED,
              APPOINTMENT_STATUS_NO_SHOW),
          APPOINTMENT_STATUS_CONFIRMED,
          Set.of(
              APPOINTMENT_STATUS_CHECKED_IN,
              APPOINTMENT_STATUS_CANCELLED,
              APPOINTMENT_STATUS_NO_SHOW),
          APPOINTMENT_STATUS_CHECKED_IN,
          Set.of(
              APPOINTMENT_STATUS_IN_PROGRESS,
              APPOINTMENT_STATUS_COMPLETED,
              APPOINTMENT_STATUS_CANCELLED),
          APPOINTMENT_STATUS_IN_PROGRESS,
          Set.of(APPOINTMENT_STATUS_COMPLETED));

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();
  private final String vet = clinic.vet();
  private final String pet = clinic.pet();
  private final String service = clinic.service(30);
  private int day = 3;

  @Test
  void eachStatusIsFollowedByThoseOfTheMachineAndNoOther() {
    for (AppointmentStatus from : STATUSES) {
      for (AppointmentStatus to : STATUSES) {
        Appointment seen = appointmentIn(from);
        if (MACHINE.getOrDefault(from, Set.of()).contains(to)) {
          Appointment next = change(seen, to);
          assertThat(next.getStatus()).isEqualTo(to);
          assertThat(next.getVersion()).isEqualTo(seen.getVersion() + 1);
        } else if (to == APPOINTMENT_STATUS_SCHEDULED) {
          assertThat(violatedFields(() -> change(seen, to))).containsExactly("status");
        } else {
          ErrorInfo info = assertRefused(Outcome.INVALID_TRANSITION, () -> change(seen, to));
          assertThat(info.getMetadataMap())
              .containsExactlyInAnyOrderEntriesOf(Map.of("from", name(from), "to", name(to)));
        }
      }
    }
    assertThat(server.violatedInvariants())
        .filteredOn(v -> v.startsWith(clinic.tenantId()))
        .isEmpty();
  }

  @Test
  void cancelHasAnRpcOfItsOwn() {
    Appointment seen = appointmentIn(APPOINTMENT_STATUS_SCHEDULED);
    assertThat(violatedFields(() -> update(seen, APPOINTMENT_STATUS_CANCELLED)))
        .containsExactly("status");
  }

  @Test
  void timeOfAPetThatDidNotComeIsFree() {
    Appointment missed = appointmentIn(APPOINTMENT_STATUS_NO_SHOW);
    clinic.book(pet, vet, Clinic.instant(missed.getStartTime()), service);
  }

  @Test
  void timeOfAVisitThatIsOverStaysTaken() {
    Appointment over = appointmentIn(APPOINTMENT_STATUS_COMPLETED);
    assertRefused(
        Outcome.STAFF_BUSY,
        () -> clinic.book(clinic.pet(), vet, Clinic.instant(over.getStartTime()), service));
  }

  @Test
  void changeThatIsSentAgainHappensOnce() {
    Appointment seen = appointmentIn(APPOINTMENT_STATUS_SCHEDULED);
    UpdateAppointmentStatusRequest request =
        request(seen, APPOINTMENT_STATUS_CONFIRMED).setVersion(seen.getVersion()).build();
    Appointment confirmed = clinic.bookings().updateAppointmentStatus(request).getAppointment();
    change(confirmed, APPOINTMENT_STATUS_CHECKED_IN);
    assertThat(clinic.bookings().updateAppointmentStatus(request).getAppointment())
        .isEqualTo(confirmed);
    assertRefused(
        Outcome.STALE_VERSION,
        () ->
            clinic
                .bookings()
                .updateAppointmentStatus(request.toBuilder().setRequestId(Clinic.newId()).build()));
  }

  /** By the shortest way of the machine. */
  private Appointment appointmentIn(AppointmentStatus status) {
    Appointment booked = clinic.book(pet, vet, clinic.at(day++, 10, 0), service);
    if (status == APPOINTMENT_STATUS_SCHEDULED) {
      return booked;
    } else if (MACHINE.get(APPOINTMENT_STATUS_SCHEDULED).contains(status)) {
      return change(booked, status);
    }
    return change(change(booked, APPOINTMENT_STATUS_CHECKED_IN), status);
  }

  private Appointment change(Appointment seen, AppointmentStatus status) {
    if (status != APPOINTMENT_STATUS_CANCELLED) {
      return update(seen, status);
    }
    return clinic.bookings().cancelAppointment(Clinic.cancellation(seen).build()).getAppointment();
  }

  private Appointment update(Appointment seen, AppointmentStatus status) {
    return clinic
        .bookings()
        .updateAppointmentStatus(request(seen, status).build())
        .getAppointment();
  }

  private static UpdateAppointmentStatusRequest.Builder request(
      Appointment seen, AppointmentStatus status) {
    return UpdateAppointmentStatusRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setAppointmentId(seen.getAppointmentId())
        .setStatus(status);
  }

  private static String name(AppointmentStatus status) {
    return status.name().substring("APPOINTMENT_STATUS_".length());
  }
}
