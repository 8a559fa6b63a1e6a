package dev.corral.booking;

import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.kernel.Outcome;
import org.junit.jupiter.api.Test;

class BookAppointmentTest {

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();

  @Test
  void bookedVisitIsStoredAsAsked() {
    String pet = clinic.pet();
    String vet = clinic.vet();
    String service = clinic.service(30);

    Appointment booked = clinic.book(pet, vet, clinic.at(3, 10, 0), service);

    assertThat(booked.getStaffId()).isEqualTo(vet);
    assertRefused(
        Outcome.STAFF_BUSY,
        () -> clinic.book(clinic.pet(), vet, clinic.at(3, 10, 15), service));
    assertThat(server.violatedInvariants()).isEmpty();
  }
}
