package dev.corral.booking;

import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.OverlapOverride;
import dev.corral.booking.v1.RescheduleAppointmentRequest;
import dev.corral.booking.v1.RescheduleAppointmentResponse;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Audit;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RescheduleAppointmentTest {

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();
  private final String vet = clinic.vet();
  private final String service = clinic.service(60);
  private final Instant ten = clinic.at(3, 10, 0);
  private final Appointment booked = clinic.book(clinic.pet(), vet, ten, service);

  @AfterAll
  static void invariantsHold() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void moveKeepsWhatItDoesNotName() {
    Appointment moved = move(Clinic.move(booked, clinic.at(3, 12, 0)));
    assertThat(moved)
        .isEqualTo(
            booked.toBuilder()
                .setStartTime(Clinic.timestamp(clinic.at(3, 12, 0)))
                .setEndTime(Clinic.timestamp(clinic.at(3, 13, 0)))
                .setVersion(2)
                .setUpdateTime(moved.getUpdateTime())
                .build());
    assertThat(Clinic.instant(moved.getUpdateTime()))
        .isAfter(Clinic.instant(booked.getUpdateTime()));
  }

  @Test
  void moveToWhereItStandsChangesNothing() {
    assertThat(move(Clinic.move(booked, ten))).isEqualTo(booked);
    assertThat(move(Clinic.move(booked, ten).clearStart())).isEqualTo(booked);
    assertThat(move(Clinic.move(booked, ten).setStaffId(vet))).isEqualTo(booked);
    move(Clinic.move(booked, clinic.at(3, 12, 0))); // with the version of before
  }

  @Test
  void moveToWhereItStandsIsGrantedEvenIfItCouldNotBeBookedThereNow() {
    clinic.setHours(null, Clinic.everyDay(0, 60));
    assertThat(move(Clinic.move(booked, ten))).isEqualTo(booked);
    assertRefused(
        Outcome.CLINIC_CLOSED, () -> move(Clinic.move(booked, Clinic.minutesLater(ten, 5))));
  }

  @Test
  void versionOfBeforeIsStale() {
    move(Clinic.move(booked, clinic.at(3, 12, 0)));
    assertThat(
            assertRefused(
                    Outcome.STALE_VERSION, () -> move(Clinic.move(booked, clinic.at(3, 14, 0))))
                .getMetadataOrThrow("version"))
        .isEqualTo("2");
  }

  @Test
  void moveThatIsSentAgainMovesOnce() {
    RescheduleAppointmentRequest.Builder request = Clinic.move(booked, clinic.at(3, 12, 0));
    Appointment moved = move(request);
    move(Clinic.move(moved, clinic.at(3, 14, 0)));
    assertThat(move(request)).isEqualTo(moved);
    assertRefused(Outcome.REQUEST_ID_REUSED, () -> move(request.clone().setStaffId(vet)));
    assertThat(
            Audit.effects(
                server.databaseUrl(),
                clinic.tenantId(),
                "RescheduleAppointment",
                request.getRequestId()))
        .isEqualTo(1);
  }

  @Test
  void moveThatIsRefusedLeavesTheVisitWhereItWas() {
    String other = clinic.vet();
    clinic.book(clinic.pet(), other, ten, service);
    assertRefused(Outcome.STAFF_BUSY, () -> move(Clinic.move(booked, ten).setStaffId(other)));
    assertRefused(Outcome.STAFF_BUSY, () -> clinic.book(clinic.pet(), vet, ten, service));
    move(Clinic.move(booked, clinic.at(3, 12, 0)));
  }

  @Test
  void visitMovesToAnotherVetAtItsTime() {
    String other = clinic.vet();
    Appointment moved = move(Clinic.move(booked, ten).clearStart().setStaffId(other));
    assertThat(moved.getStaffId()).isEqualTo(other);
    assertThat(moved.getStartTime()).isEqualTo(booked.getStartTime());
    clinic.book(clinic.pet(), vet, ten, service);
  }

  @Test
  void visitKeepsItsRoomIfThatIsFreeAndTakesAnotherIfNot() {
    String surgery =
        clinic.service(Clinic.consultation(30).addRoomIds(clinic.room()).addRoomIds(clinic.room()));
    Appointment inRoom = clinic.book(clinic.pet(), vet, clinic.at(4, 10, 0), surgery);
    Appointment kept = move(Clinic.move(inRoom, clinic.at(4, 12, 0)));
    assertThat(kept.getRoomId()).isEqualTo(inRoom.getRoomId());

    clinic.book(
        Clinic.booking(clinic.pet(), clinic.at(4, 14, 0), surgery)
            .setStaffId(clinic.vet())
            .setRoomId(inRoom.getRoomId()));
    Appointment moved = move(Clinic.move(kept, clinic.at(4, 14, 0)));
    assertThat(moved.getRoomId()).isNotEqualTo(inRoom.getRoomId());
    assertRefused(
        Outcome.ROOM_BUSY,
        () -> move(Clinic.move(moved, clinic.at(4, 14, 0)).setRoomId(inRoom.getRoomId())));
  }

  @Test
  void lengthAndBuffersAreThoseOfTheServiceNow() {
    clinic.service(Clinic.consultation(45).setServiceId(service).setBufferAfterMinutes(15));
    Appointment moved = move(Clinic.move(booked, clinic.at(3, 12, 0)));
    assertThat(moved.getEndTime()).isEqualTo(Clinic.timestamp(clinic.at(3, 12, 45)));
    assertThat(moved.getBufferAfterMinutes()).isEqualTo(15);
    String plain = clinic.service(15);
    assertRefused(
        Outcome.STAFF_BUSY, () -> clinic.book(clinic.pet(), vet, clinic.at(3, 12, 45), plain));
  }

  @Test
  void staffMayMoveOntoOthersOnPurposeAndBackOff() {
    Appointment rival = clinic.book(clinic.pet(), vet, clinic.at(3, 12, 0), service);
    OverlapOverride override = OverlapOverride.newBuilder().setReason("emergency").build();
    RescheduleAppointmentResponse answer =
        clinic
            .bookings()
            .rescheduleAppointment(
                Clinic.move(booked, clinic.at(3, 12, 30)).setOverlapOverride(override).build());
    assertThat(answer.getConflictingAppointmentIdsList()).containsExactly(rival.getAppointmentId());
    assertThat(answer.getAppointment().getOverrideReason()).isEqualTo("emergency");
    Appointment back = move(Clinic.move(answer.getAppointment(), ten));
    assertThat(back.getOverrideReason()).isEmpty();
    assertRefused(Outcome.STAFF_BUSY, () -> move(Clinic.move(back, clinic.at(3, 12, 30))));
  }

  @Test
  void clientMovesOnlyTheirOwn() {
    Clinic stranger = clinic.asClient(clinic.client());
    assertRefused(
        Outcome.APPOINTMENT_NOT_FOUND,
        () ->
            stranger
                .bookings()
                .rescheduleAppointment(Clinic.move(booked, clinic.at(3, 12, 0)).build()));
    Appointment moved =
        clinic
            .asClient(booked.getClientId())
            .bookings()
            .rescheduleAppointment(Clinic.move(booked, clinic.at(3, 12, 0)).build())
            .getAppointment();
    assertThat(moved.getVersion()).isEqualTo(2);
  }

  @Test
  void placeOfTheDayIsItsOwn() {
    String limited = clinic.service(Clinic.consultation(30).setMaxPerDay(1));
    Appointment only = clinic.book(clinic.pet(), vet, clinic.at(5, 10, 0), limited);
    Appointment moved = move(Clinic.move(only, clinic.at(5, 12, 0)));
    Appointment next = clinic.book(clinic.pet(), vet, clinic.at(6, 10, 0), limited);
    Stream.of(12, 16)
        .forEach(
            hour ->
                assertRefused(
                    Outcome.DAILY_LIMIT_REACHED,
                    () -> move(Clinic.move(next, clinic.at(5, hour, 0)))));
    assertThat(moved.getVersion()).isEqualTo(2);
  }

  private Appointment move(RescheduleAppointmentRequest.Builder request) {
    return clinic.bookings().rescheduleAppointment(request.build()).getAppointment();
  }
}
