package dev.corral.booking;

import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.AppointmentStatus;
import dev.corral.booking.v1.CancelAppointmentRequest;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Sql;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class CancelAppointmentTest {

  private final TestServer server = TestServer.shared();
  private final Clinic clinic =
      Clinic.create(
          server.channel(), Clinic.settings("America/Asuncion").setCancelWindowMinutes(60).build());
  private final String vet = clinic.vet();
  private final String service = clinic.service(30);
  private final Instant ten = clinic.at(3, 10, 0);
  private final Appointment booked = clinic.book(clinic.pet(), vet, ten, service);

  @Test
  void cancelledVisitSaysWhyAndItsTimeIsFreeAtOnce() {
    Appointment cancelled = cancel(clinic, Clinic.cancellation(booked).setReason("sold the dog"));
    assertThat(cancelled)
        .isEqualTo(
            booked.toBuilder()
                .setStatus(AppointmentStatus.APPOINTMENT_STATUS_CANCELLED)
                .setCancelReason("sold the dog")
                .setVersion(2)
                .setUpdateTime(cancelled.getUpdateTime())
                .build());
    clinic.book(clinic.pet(), vet, ten, service);
    clinic.book(booked.getPetId(), clinic.vet(), ten, service);
    assertThat(server.violatedInvariants())
        .filteredOn(v -> v.startsWith(clinic.tenantId()))
        .isEmpty();
  }

  @Test
  void cancelThatIsSentAgainGetsTheFirstAnswer() {
    CancelAppointmentRequest.Builder request = Clinic.cancellation(booked).setVersion(1);
    Appointment cancelled = cancel(clinic, request);
    assertThat(cancel(clinic, request)).isEqualTo(cancelled);
    assertRefused(
        Outcome.REQUEST_ID_REUSED, () -> cancel(clinic, request.clone().setReason("other")));
    assertRefused(Outcome.INVALID_TRANSITION, () -> cancel(clinic, Clinic.cancellation(booked)));
    assertRefused(
        Outcome.STALE_VERSION, () -> cancel(clinic, Clinic.cancellation(booked).setVersion(1)));
  }

  @Test
  void windowIsForClientsAndOpenToStaff() {
    Instant minute = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    String owner = clinic.client();
    String pet = clinic.pet(owner, "dog");
    Appointment early = clinic.book(pet, vet, Clinic.minutesLater(minute, 62), service);
    Appointment late = clinic.book(pet, clinic.vet(), Clinic.minutesLater(minute, 30), service);
    assertThat(
            assertRefused(
                    Outcome.CHANGE_WINDOW_CLOSED,
                    () -> cancel(clinic.asClient(owner), Clinic.cancellation(late)))
                .getMetadataOrThrow("closed_at"))
        .isEqualTo(Clinic.minutesLater(minute, -30).toString());
    cancel(clinic.asClient(owner), Clinic.cancellation(early));
    cancel(clinic, Clinic.cancellation(late));
  }

  @Test
  void visitThatHasBegunIsClosedToItsClient() {
    Clinic open = server.freshClinic();
    String owner = open.client();
    Appointment begun =
        open.book(open.pet(owner, "dog"), open.vet(), open.at(3, 10, 0), open.service(30));
    Sql.row(
        server.databaseUrl(),
        """
        WITH claims AS (
          UPDATE booking.claim SET during = tstzrange(lower(during) - interval '4 days',
                                                      upper(during) - interval '4 days')
           WHERE appointment_id = '%1$s')
        UPDATE booking.appointment SET start_time = start_time - interval '4 days',
                                       end_time = end_time - interval '4 days'
         WHERE appointment_id = '%1$s' RETURNING 1
        """
            .formatted(begun.getAppointmentId()));
    assertRefused(
        Outcome.CHANGE_WINDOW_CLOSED,
        () -> cancel(open.asClient(owner), Clinic.cancellation(begun)));
    cancel(open, Clinic.cancellation(begun));
  }

  @Test
  void clientCancelsOnlyTheirOwn() {
    Clinic stranger = clinic.asClient(clinic.client());
    assertRefused(
        Outcome.APPOINTMENT_NOT_FOUND, () -> cancel(stranger, Clinic.cancellation(booked)));
    cancel(clinic.asClient(booked.getClientId()), Clinic.cancellation(booked));
  }

  private static Appointment cancel(Clinic caller, CancelAppointmentRequest.Builder request) {
    return caller.bookings().cancelAppointment(request.build()).getAppointment();
  }
}
