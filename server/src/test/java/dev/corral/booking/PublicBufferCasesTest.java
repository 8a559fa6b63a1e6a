package dev.corral.booking;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.catalog.v1.GetServiceRequest;
import dev.corral.catalog.v1.Service;
import dev.corral.kernel.Outcome;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What others reported of buffers and of lengths that are none, tried on Corral. */
class PublicBufferCasesTest {

  private final Clinic clinic = TestServer.shared().freshClinic();

  // 019, calcom/cal.diy#29532
  @Test
  void bufferHidesAndRefusesTheSameStarts() {
    String vet = clinic.vet();
    String service = clinic.service(Clinic.consultation(15).setBufferAfterMinutes(30));
    clinic.book(clinic.pet(), vet, clinic.at(3, 9, 0), service);
    assertThat(starts(15, service))
        .doesNotContain(LocalTime.of(9, 0), LocalTime.of(9, 15), LocalTime.of(9, 30))
        .contains(LocalTime.of(9, 45));
    assertRefused(
        Outcome.STAFF_BUSY, () -> clinic.book(clinic.pet(), vet, clinic.at(3, 9, 30), service));
    clinic.book(clinic.pet(), vet, clinic.at(3, 9, 45), service);
  }

  // 021, calcom/cal.diy#14868
  @Test
  void startInsideABufferIsRefusedWithoutAskingTheList() {
    String vet = clinic.vet();
    String buffered =
        clinic.service(
            Clinic.consultation(30).setBufferBeforeMinutes(15).setBufferAfterMinutes(15));
    String plain = clinic.service(30);
    clinic.book(clinic.pet(), vet, clinic.at(3, 10, 0), buffered);
    for (int minute : List.of(30, 40, 44)) {
      assertRefused(
          Outcome.STAFF_BUSY,
          () -> clinic.book(clinic.pet(), vet, clinic.at(3, 10, minute), plain));
    }
    assertRefused(
        Outcome.STAFF_BUSY, () -> clinic.book(clinic.pet(), vet, clinic.at(3, 9, 16), plain));
    clinic.book(clinic.pet(), vet, clinic.at(3, 9, 15), plain);
    clinic.book(clinic.pet(), vet, clinic.at(3, 10, 45), plain);
  }

  // 023, calcom/cal.diy#2078. Our rule: the visit lies inside the hours, its buffers may spill
  // over.
  @Test
  void bufferBeforeCountsOnceAndNotAtTheEndOfTheDay() {
    String vet = clinic.vet();
    clinic.setHours(null, Clinic.everyDay(12 * 60 + 50, 16 * 60));
    clinic.book(clinic.pet(), vet, clinic.at(3, 12, 50), clinic.service(60));
    String service = clinic.service(Clinic.consultation(60).setBufferBeforeMinutes(15));
    List<LocalTime> starts = starts(5, service);
    assertThat(starts.get(0)).isEqualTo(LocalTime.of(14, 5));
    assertThat(starts.get(starts.size() - 1)).isEqualTo(LocalTime.of(15, 0));
  }

  @Test
  void buffersOfNeighboursAddUp() {
    String vet = clinic.vet();
    String service =
        clinic.service(
            Clinic.consultation(30).setBufferBeforeMinutes(10).setBufferAfterMinutes(20));
    clinic.book(clinic.pet(), vet, clinic.at(3, 10, 0), service);
    assertRefused(
        Outcome.STAFF_BUSY, () -> clinic.book(clinic.pet(), vet, clinic.at(3, 10, 59), service));
    clinic.book(clinic.pet(), vet, clinic.at(3, 11, 0), service);
  }

  @Test
  void petIsFreeDuringTheBuffersOfItsVisit() {
    String pet = clinic.pet();
    String service = clinic.service(Clinic.consultation(30).setBufferAfterMinutes(60));
    clinic.book(pet, clinic.vet(), clinic.at(3, 10, 0), service);
    clinic.book(pet, clinic.vet(), clinic.at(3, 10, 30), service);
  }

  // 039, nextcloud/calendar#8857
  @Test
  void serviceWithoutALengthIsNotStored() {
    Service.Builder wrong =
        Clinic.consultation(0)
            .setBufferBeforeMinutes(-1)
            .setBufferAfterMinutes(-15)
            .setMaxPerDay(0);
    assertThat(violatedFields(() -> clinic.service(wrong)))
        .containsExactlyInAnyOrder(
            "service.duration_minutes",
            "service.buffer_before_minutes",
            "service.buffer_after_minutes",
            "service.max_per_day");
    assertThat(violatedFields(() -> clinic.service(Clinic.consultation(-30))))
        .containsExactly("service.duration_minutes");
    assertRefused(
        Outcome.SERVICE_NOT_FOUND,
        () ->
            clinic
                .catalog()
                .getService(
                    GetServiceRequest.newBuilder().setServiceId(wrong.getServiceId()).build()));
  }

  // 039, nextcloud/calendar#8857
  @Test
  void hoursThatEndBeforeTheyStartAreNotStored() {
    assertThat(violatedFields(() -> clinic.setHours(null, Clinic.everyDay(600, 540))))
        .hasSize(7)
        .allMatch(field -> field.matches("days\\[\\d]\\.windows\\[0]"));
    assertThat(violatedFields(() -> clinic.setHours(null, Clinic.everyDay(600, 600)))).hasSize(7);
    String vet = clinic.vet();
    clinic.book(clinic.pet(), vet, clinic.at(3, 3, 0), clinic.service(30)); // open as before
  }

  private List<LocalTime> starts(int step, String service) {
    return clinic.localStarts(clinic.slots(clinic.day(3), clinic.day(3), step, service)).stream()
        .map(LocalDateTime::toLocalTime)
        .toList();
  }
}
