package dev.corral.catalog;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.type.DayOfWeek;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.catalog.v1.CatalogServiceGrpc;
import dev.corral.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import dev.corral.catalog.v1.GetServiceRequest;
import dev.corral.catalog.v1.Service;
import dev.corral.catalog.v1.UpsertServiceRequest;
import dev.corral.catalog.v1.UpsertServiceResponse;
import dev.corral.common.v1.DayWindows;
import dev.corral.common.v1.TimeWindow;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Audit;
import dev.corral.testing.Race;
import dev.corral.testing.UnknownTenant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Services. */
class CatalogServiceTest {

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();
  private final CatalogServiceBlockingStub catalog = clinic.catalog();

  @Test
  void everyFieldOfAServiceComesBack() {
    Service service = surgery().build();
    Service stored = catalog.upsertService(request(service)).getService();
    assertThat(stored.toBuilder().clearUpdateTime().build()).isEqualTo(service);
    assertThat(stored.hasUpdateTime()).isTrue();
    assertThat(service(service.getServiceId())).isEqualTo(stored);
  }

  @Test
  void bareServiceComesBackBare() {
    Service service =
        Service.newBuilder()
            .setServiceId(Clinic.newId())
            .setDisplayName("Bath")
            .setDurationMinutes(1)
            .build();
    Service stored = catalog.upsertService(request(service)).getService();
    assertThat(stored.toBuilder().clearUpdateTime().build()).isEqualTo(service);
    assertThat(stored.hasMaxPerDay()).isFalse();
  }

  @Test
  void largestValuesComeBack() {
    Service service =
        Clinic.consultation(1440)
            .setBufferBeforeMinutes(240)
            .setBufferAfterMinutes(240)
            .setMaxPerDay(10_000)
            .setPriceMinor(1_000_000_000_000_000L)
            .setTaxRateBp(10_000)
            .build();
    Service stored = catalog.upsertService(request(service)).getService();
    assertThat(stored.toBuilder().clearUpdateTime().build()).isEqualTo(service);
  }

  @Test
  void secondUpsertReplacesAll() {
    Service first = surgery().build();
    catalog.upsertService(request(first));
    Service second = Clinic.consultation(20).setServiceId(first.getServiceId()).build();
    catalog.upsertService(request(second));
    assertThat(service(first.getServiceId()).toBuilder().clearUpdateTime().build())
        .isEqualTo(second);
  }

  @Test
  void repeatedRequestIdReturnsTheFirstAnswerAndLeavesTheNewerRow() {
    UpsertServiceRequest first = request(surgery().build());
    UpsertServiceResponse firstAnswer = catalog.upsertService(first);
    Service newer =
        catalog
            .upsertService(request(first.getService().toBuilder().setDurationMinutes(7).build()))
            .getService();

    assertThat(catalog.upsertService(first)).isEqualTo(firstAnswer);
    assertThat(service(newer.getServiceId())).isEqualTo(newer);
  }

  @Test
  void requestIdWithAnotherPayloadIsRefusedAndStoresNothing() {
    UpsertServiceRequest first = request(Clinic.consultation(30).build());
    catalog.upsertService(first);
    Service other = Clinic.consultation(30).addStaffIds(Clinic.newId()).build();
    assertRefused(
        Outcome.REQUEST_ID_REUSED,
        () -> catalog.upsertService(first.toBuilder().setService(other).build()));
    assertRefused(Outcome.SERVICE_NOT_FOUND, () -> service(other.getServiceId()));
  }

  @Test
  void tenEqualCallsHaveOneEffectAndEqualAnswers() {
    UpsertServiceRequest request = request(surgery().build());
    Race<UpsertServiceResponse> race = Race.of(10, i -> catalog.upsertService(request));
    assertThat(race.refusals()).isEqualTo(Map.of());
    assertThat(race.winners()).hasSize(10);
    assertThat(Set.copyOf(race.winners())).hasSize(1);
    assertThat(
            Audit.effects(
                server.databaseUrl(), clinic.tenantId(), "UpsertService", request.getRequestId()))
        .isEqualTo(1);
  }

  @Test
  void firstUnknownStaffMemberIsNamed() {
    String unknown = Clinic.newId();
    Service service =
        Clinic.consultation(30)
            .addStaffIds(clinic.vet())
            .addStaffIds(unknown)
            .addStaffIds(Clinic.newId())
            .addRoomIds(Clinic.newId())
            .build();
    assertThat(refusedFor(Outcome.STAFF_NOT_FOUND, service)).isEqualTo(Map.of("staff_id", unknown));
    assertRefused(Outcome.SERVICE_NOT_FOUND, () -> service(service.getServiceId()));
  }

  @Test
  void firstUnknownRoomOrDeviceIsNamed() {
    String unknown = Clinic.newId();
    Service.Builder service = Clinic.consultation(30).addRoomIds(clinic.room());
    assertThat(
            refusedFor(
                Outcome.RESOURCE_NOT_FOUND,
                service.clone().addRoomIds(unknown).addDeviceIds(Clinic.newId()).build()))
        .isEqualTo(Map.of("resource_id", unknown));
    assertThat(
            refusedFor(
                Outcome.RESOURCE_NOT_FOUND,
                service.clone().addDeviceIds(clinic.device()).addDeviceIds(unknown).build()))
        .isEqualTo(Map.of("resource_id", unknown));
  }

  @Test
  void roomIsNoDeviceAndDeviceIsNoRoom() {
    String room = clinic.room();
    String device = clinic.device();
    assertThat(
            refusedFor(
                Outcome.RESOURCE_NOT_FOUND, Clinic.consultation(30).addDeviceIds(room).build()))
        .isEqualTo(Map.of("resource_id", room));
    assertThat(
            refusedFor(
                Outcome.RESOURCE_NOT_FOUND, Clinic.consultation(30).addRoomIds(device).build()))
        .isEqualTo(Map.of("resource_id", device));
  }

  @Test
  void idsOfAnotherTenantAreUnknown() {
    Clinic stranger = server.freshClinic();
    refusedFor(
        Outcome.STAFF_NOT_FOUND, Clinic.consultation(30).addStaffIds(stranger.vet()).build());
    refusedFor(
        Outcome.RESOURCE_NOT_FOUND, Clinic.consultation(30).addRoomIds(stranger.room()).build());
    String theirs = stranger.service(30);
    assertRefused(Outcome.SERVICE_NOT_FOUND, () -> service(theirs));
  }

  @Test
  void tenantThatWasNeverCreatedIsRefused() {
    CatalogServiceBlockingStub nobody =
        CatalogServiceGrpc.newBlockingStub(server.channel())
            .withInterceptors(UnknownTenant.identity());
    assertRefused(
        Outcome.TENANT_NOT_FOUND,
        () -> nobody.upsertService(request(Clinic.consultation(30).build())));
  }

  @Test
  void unknownServiceIsNotFound() {
    assertRefused(Outcome.SERVICE_NOT_FOUND, () -> service(Clinic.newId()));
  }

  // Public case 039, nextcloud/calendar#8857: lengths that make no sense were saved and broke the
  // bookings made with them.
  @Test
  void serviceThatMakesNoSenseNamesEveryFieldAndIsNotStored() {
    Service.Builder service =
        Clinic.consultation(0)
            .setBufferBeforeMinutes(-1)
            .setBufferAfterMinutes(-5)
            .setMaxPerDay(0)
            .addOffered(
                DayWindows.newBuilder()
                    .setWeekday(DayOfWeek.MONDAY)
                    .addWindows(window(600, 660))
                    .addWindows(window(720, 720))
                    .addBreaks(window(780, 720)));
    String[] fields = {
      "service.duration_minutes",
      "service.buffer_before_minutes",
      "service.buffer_after_minutes",
      "service.offered[0].windows[1]",
      "service.offered[0].breaks[0]",
      "service.max_per_day"
    };
    assertThat(violatedFields(() -> catalog.upsertService(request(service.build()))))
        .containsExactlyInAnyOrder(fields);
    assertThat(
            violatedFields(
                () -> catalog.upsertService(request(service.setDurationMinutes(-30).build()))))
        .containsExactlyInAnyOrder(fields);
    assertRefused(Outcome.SERVICE_NOT_FOUND, () -> service(service.getServiceId()));
  }

  private Map<String, String> refusedFor(Outcome outcome, Service service) {
    return assertRefused(outcome, () -> catalog.upsertService(request(service))).getMetadataMap();
  }

  private Service service(String id) {
    return catalog.getService(GetServiceRequest.newBuilder().setServiceId(id).build()).getService();
  }

  /** A service with every field set. */
  private Service.Builder surgery() {
    return Clinic.consultation(90)
        .setBufferBeforeMinutes(15)
        .setBufferAfterMinutes(30)
        .addOffered(
            DayWindows.newBuilder()
                .setWeekday(DayOfWeek.TUESDAY)
                .addWindows(Clinic.window(480, 720))
                .addWindows(Clinic.window(840, 1440))
                .addBreaks(Clinic.window(600, 615)))
        .addOffered(
            DayWindows.newBuilder()
                .setWeekday(DayOfWeek.SUNDAY)
                .addWindows(Clinic.window(1320, 1560)))
        .addSpecies("guinea_pig")
        .addSpecies("dog")
        .setMaxPerDay(4)
        .addStaffIds(clinic.vet())
        .addStaffIds(clinic.vet())
        .addRoomIds(clinic.room())
        .addRoomIds(clinic.room())
        .addDeviceIds(clinic.device());
  }

  /** A window of one day, in whatever order. */
  private static TimeWindow window(int startMinute, int endMinute) {
    return TimeWindow.newBuilder()
        .setStart(Clinic.time(startMinute))
        .setEnd(Clinic.time(endMinute))
        .build();
  }

  private static UpsertServiceRequest request(Service service) {
    return UpsertServiceRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setService(service)
        .build();
  }
}
