package dev.corral.booking;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.ListAvailableSlotsRequest;
import dev.corral.kernel.Outcome;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Requests that pass every single rule and ask for too much, or for one thing twice. */
class RequestLimitsTest {

  private static final int ANSWER_BYTES_MAX = 4 * 1024 * 1024; // what gRPC's clients take

  private final TestServer server = TestServer.shared();

  @Test
  void answerFitsWhateverTheStepOfTheTenant() {
    Clinic clinic =
        Clinic.create(server.channel(), Clinic.settings("UTC").setSlotStepMinutes(1).build());
    for (int i = 0; i < 5; i++) {
      clinic.vet();
    }
    ListAvailableSlotsRequest request =
        ListAvailableSlotsRequest.newBuilder()
            .addServiceIds(clinic.service(15))
            .setFromDate(Clinic.date(clinic.day(1)))
            .setToDate(Clinic.date(clinic.day(31)))
            .build();
    assertRefused(Outcome.TOO_MANY_SLOTS, () -> clinic.bookings().listAvailableSlots(request));
    ListAvailableSlotsRequest week =
        request.toBuilder().setToDate(Clinic.date(clinic.day(7))).build();
    assertThat(clinic.bookings().listAvailableSlots(week).getSerializedSize())
        .isBetween(ANSWER_BYTES_MAX / 4, ANSWER_BYTES_MAX);
  }

  @Test
  void idInOtherLettersIsTheSameId() {
    Clinic clinic = server.freshClinic();
    String vet = clinic.vet();
    String upper = vet.toUpperCase(Locale.ROOT);
    String service = clinic.service(30);
    assertThat(
            violatedFields(
                () -> clinic.service(Clinic.consultation(30).addStaffIds(vet).addStaffIds(upper))))
        .containsExactly("service.staff_ids");
    String sameService = service.toUpperCase(Locale.ROOT);
    assertThat(
            violatedFields(
                () -> clinic.book(clinic.pet(), vet, clinic.at(3, 12, 0), service, sameService)))
        .containsExactly("service_ids");
    clinic.book(clinic.pet(), upper, clinic.at(3, 14, 0), sameService);
  }
}
