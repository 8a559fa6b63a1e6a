package dev.corral.tenant;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.common.v1.Role;
import dev.corral.kernel.Outcome;
import dev.corral.tenant.v1.CreateTenantRequest;
import dev.corral.tenant.v1.GetTenantRequest;
import dev.corral.tenant.v1.RefundPolicy;
import dev.corral.tenant.v1.SurplusPolicy;
import dev.corral.tenant.v1.TaxMode;
import dev.corral.tenant.v1.TaxRounding;
import dev.corral.tenant.v1.Tenant;
import dev.corral.tenant.v1.TenantServiceGrpc;
import dev.corral.tenant.v1.TenantSettings;
import dev.corral.tenant.v1.UpdateTenantRequest;
import dev.corral.testing.Race;
import dev.corral.testing.UnknownTenant;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class TenantServiceTest {

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();
  private final Clinic platform = clinic.as(Role.ROLE_PLATFORM, Clinic.newId());

  @Test
  void everySettingComesBackAndWhatIsAbsentTakesItsDefault() {
    TenantSettings all =
        Clinic.settings("Asia/Kathmandu")
            .setCurrencyCode("KWD")
            .setTaxMode(TaxMode.TAX_MODE_EXCLUSIVE)
            .setTaxRounding(TaxRounding.TAX_ROUNDING_PER_TOTAL)
            .setMinNoticeMinutes(45)
            .setHorizonDays(90)
            .setCancelWindowMinutes(120)
            .setSlotStepMinutes(5)
            .setSurplusPolicy(SurplusPolicy.SURPLUS_POLICY_CREDIT)
            .setRefundPolicy(RefundPolicy.REFUND_POLICY_CREDIT)
            .build();
    assertThat(create(request(newTenantId(), all)).getSettings()).isEqualTo(all);

    TenantSettings few = Clinic.settings("UTC").clearHorizonDays().build();
    assertThat(create(request(newTenantId(), few)).getSettings())
        .isEqualTo(
            few.toBuilder()
                .setMinNoticeMinutes(0)
                .setHorizonDays(180)
                .setCancelWindowMinutes(0)
                .setSlotStepMinutes(15)
                .setSurplusPolicy(SurplusPolicy.SURPLUS_POLICY_REFUSE)
                .setRefundPolicy(RefundPolicy.REFUND_POLICY_METHOD)
                .build());
  }

  @Test
  void tenantIsCreatedOnce() {
    CreateTenantRequest first = request(newTenantId(), Clinic.settings("UTC").build());
    Tenant created = create(first);
    assertThat(create(first)).isEqualTo(created);
    CreateTenantRequest other = first.toBuilder().setRequestId(Clinic.newId()).build();
    assertRefused(Outcome.TENANT_ALREADY_EXISTS, () -> create(other));
    CreateTenantRequest reused =
        first.toBuilder().setSettings(Clinic.settings("Asia/Tokyo")).build();
    assertRefused(Outcome.REQUEST_ID_REUSED, () -> create(reused));
  }

  @Test
  void tenAtOnceWithOneRequestIdAreOneTenantAndTenEqualAnswers() {
    for (int round = 0; round < 20; round++) {
      CreateTenantRequest request = request(newTenantId(), Clinic.settings("UTC").build());
      Race<Tenant> race = Race.of(10, i -> create(request));
      race.hasWinners(10, Outcome.TENANT_ALREADY_EXISTS);
      assertThat(new HashSet<>(race.winners())).hasSize(1);
    }
  }

  @Test
  void tenAtOnceForOneIdAreOneWinner() {
    for (int round = 0; round < 20; round++) {
      String id = newTenantId();
      Race.of(10, i -> create(request(id, Clinic.settings("UTC").build())))
          .hasWinners(1, Outcome.TENANT_ALREADY_EXISTS);
    }
  }

  @Test
  void zoneAndCurrencyMustBeKnown() {
    for (String zone : new String[] {"America/Nowhere", "posix/UTC", "Factory", "utc+3"}) {
      TenantSettings settings = Clinic.settings(zone).build();
      assertRefused(Outcome.UNKNOWN_TIME_ZONE, () -> create(request(newTenantId(), settings)));
      assertThat(violatedFields(() -> create(request(newTenantId(), settings))))
          .containsExactly("settings.time_zone");
      assertRefused(Outcome.UNKNOWN_TIME_ZONE, () -> update(1, settings));
    }
    TenantSettings both = Clinic.settings("America/Nowhere").setCurrencyCode("XQQ").build();
    assertRefused(Outcome.UNKNOWN_CURRENCY, () -> create(request(newTenantId(), both)));
    assertRefused(Outcome.UNKNOWN_CURRENCY, () -> update(1, both));
  }

  @Test
  void changeRaisesTheVersionAndAStaleOneIsRefused() {
    TenantSettings later = Clinic.settings("Asia/Tokyo").setMinNoticeMinutes(30).build();
    Tenant changed = update(1, later);
    assertThat(changed.getVersion()).isEqualTo(2);
    assertThat(changed.getSettings().getMinNoticeMinutes()).isEqualTo(30);
    assertThat(get()).isEqualTo(changed);
    assertThat(assertRefused(Outcome.STALE_VERSION, () -> update(1, later)).getMetadataMap())
        .containsEntry("version", "2");
    assertThat(get()).isEqualTo(changed);
  }

  @Test
  void tenChangesOfOneVersionAtOnceAreOneWinner() {
    for (int round = 1; round <= 20; round++) {
      int version = round;
      Race.of(10, i -> update(version, Clinic.settings("UTC").setHorizonDays(100 + i).build()))
          .hasWinners(1, Outcome.STALE_VERSION);
    }
  }

  @Test
  void currencyStaysAsItIs() {
    TenantSettings dollars = Clinic.settings("UTC").setCurrencyCode("USD").build();
    assertThat(assertRefused(Outcome.CURRENCY_IS_FIXED, () -> update(1, dollars)).getMetadataMap())
        .containsEntry("currency_code", "PYG");
  }

  @Test
  void changeThatIsSentAgainIsAnsweredAgain() {
    UpdateTenantRequest request = change(1, Clinic.settings("Asia/Tokyo").build());
    Tenant changed = clinic.tenants().updateTenant(request).getTenant();
    update(2, Clinic.settings("UTC").build());
    assertThat(clinic.tenants().updateTenant(request).getTenant()).isEqualTo(changed);
    assertThat(get().getVersion()).isEqualTo(3);
    assertRefused(
        Outcome.REQUEST_ID_REUSED,
        () -> clinic.tenants().updateTenant(request.toBuilder().setVersion(3).build()));
  }

  @Test
  void tenantThatWasNeverCreatedIsNotFound() {
    TenantServiceGrpc.TenantServiceBlockingStub stranger =
        TenantServiceGrpc.newBlockingStub(server.channel())
            .withInterceptors(UnknownTenant.identity());
    assertRefused(
        Outcome.TENANT_NOT_FOUND, () -> stranger.getTenant(GetTenantRequest.getDefaultInstance()));
    assertRefused(
        Outcome.TENANT_NOT_FOUND,
        () -> stranger.updateTenant(change(1, Clinic.settings("UTC").build())));
  }

  private Tenant create(CreateTenantRequest request) {
    return platform.tenants().createTenant(request).getTenant();
  }

  private Tenant update(long version, TenantSettings settings) {
    return clinic.tenants().updateTenant(change(version, settings)).getTenant();
  }

  private Tenant get() {
    return clinic.tenants().getTenant(GetTenantRequest.getDefaultInstance()).getTenant();
  }

  private static CreateTenantRequest request(String tenantId, TenantSettings settings) {
    return CreateTenantRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setTenantId(tenantId)
        .setSettings(settings)
        .build();
  }

  private static UpdateTenantRequest change(long version, TenantSettings settings) {
    return UpdateTenantRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setVersion(version)
        .setSettings(settings)
        .build();
  }

  private static String newTenantId() {
    return "t" + Clinic.newId().replace("-", "");
  }
}
