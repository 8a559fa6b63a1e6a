package dev.corral.booking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.OverlapOverride;
import dev.corral.booking.v1.RescheduleAppointmentRequest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client learns of the appointment of another that staff have put beside theirs. */
class OverlapPrivacyTest {

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();

  @Test
  void appointmentsOfOthersAreNamedToStaffAndNotToClients() {
    String service = clinic.service(30);
    String vet = clinic.vet();
    Instant start = clinic.at(3, 10, 0);
    Appointment first = clinic.book(clinic.pet(), vet, start, service);
    Appointment second =
        clinic.book(
            Clinic.booking(clinic.pet(), start, service)
                .setStaffId(vet)
                .setOverlapOverride(OverlapOverride.newBuilder().setReason("urgent")));
    for (Appointment mine : List.of(first, second)) {
      String others = (mine == first ? second : first).getAppointmentId();
      RescheduleAppointmentRequest.Builder stay = Clinic.move(mine, start);
      assertThat(conflicts(clinic, stay)).containsExactly(others);
      stay.setRequestId(Clinic.newId());
      Clinic client = clinic.asClient(mine.getClientId());
      assertThat(conflicts(client, stay)).isEmpty();
      assertThat(conflicts(client, stay)).as("the stored answer").isEmpty();
    }
  }

  private static List<String> conflicts(Clinic caller, RescheduleAppointmentRequest.Builder move) {
    return caller.bookings().rescheduleAppointment(move.build()).getConflictingAppointmentIdsList();
  }
}
