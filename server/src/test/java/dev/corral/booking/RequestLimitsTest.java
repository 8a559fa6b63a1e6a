package dev.corral.booking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.ListAvailableSlotsRequest;
import dev.corral.grpc.ServerReason;
import dev.corral.testing.Refusals;
import io.grpc.StatusRuntimeException;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
    assertInvalidOrGranted(
        () ->
            assertThat(clinic.bookings().listAvailableSlots(request).getSerializedSize())
                .isLessThan(ANSWER_BYTES_MAX));
  }

  @Test
  void idInOtherLettersIsTheSameId() {
    Clinic clinic = server.freshClinic();
    String vet = clinic.vet();
    String upper = vet.toUpperCase(Locale.ROOT);
    String service = clinic.service(30);
    assertInvalidOrGranted(
        () -> {
          String twice = clinic.service(Clinic.consultation(30).addStaffIds(vet).addStaffIds(upper));
          clinic.book(clinic.pet(), vet, clinic.at(3, 10, 0), twice);
        });
    assertInvalidOrGranted(
        () ->
            clinic.book(
                clinic.pet(),
                vet,
                clinic.at(3, 12, 0),
                service,
                service.toUpperCase(Locale.ROOT)));
    clinic.book(clinic.pet(), upper, clinic.at(3, 14, 0), service.toUpperCase(Locale.ROOT));
  }

  private static void assertInvalidOrGranted(ThrowingCallable call) {
    try {
      call.call();
    } catch (StatusRuntimeException e) {
      assertThat(Refusals.reason(e)).isEqualTo(ServerReason.INVALID_REQUEST.name());
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
