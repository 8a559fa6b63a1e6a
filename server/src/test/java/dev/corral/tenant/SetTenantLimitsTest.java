package dev.corral.tenant;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.common.v1.Role;
import dev.corral.kernel.Outcome;
import dev.corral.tenant.v1.ClassLimits;
import dev.corral.tenant.v1.GetTenantLimitsRequest;
import dev.corral.tenant.v1.SetTenantLimitsRequest;
import dev.corral.tenant.v1.TenantLimits;
import dev.corral.tenant.v1.TenantServiceGrpc;
import dev.corral.testing.Race;
import dev.corral.testing.UnknownTenant;
import org.junit.jupiter.api.Test;

/** What is stored of a tenant's limits; that servers hold to them is TenantLimitsTest's. */
class SetTenantLimitsTest {

  private final Clinic clinic = TestServer.shared().freshClinic();
  private final Clinic platform = clinic.as(Role.ROLE_PLATFORM, Clinic.newId());

  @Test
  void everyLimitComesBackAndWhatIsAbsentIsTheServersDefault() {
    assertThat(get(clinic)).isEqualTo(limits(ClassLimits.newBuilder()));
    TenantLimits all =
        TenantLimits.newBuilder()
            .setRead(bounds(1, 2))
            .setWrite(bounds(3, 4))
            .setExpensive(bounds(5, 6))
            .setStrict(bounds(100_000, 10_000))
            .build();
    assertThat(set(request(all))).isEqualTo(all);
    assertThat(get(clinic)).isEqualTo(all);
    TenantLimits one = limits(ClassLimits.newBuilder().setCallsInFlight(7));
    set(request(one));
    assertThat(get(clinic)).isEqualTo(one);
  }

  @Test
  void repeatedRequestReturnsTheFirstAnswer() {
    SetTenantLimitsRequest first = request(limits(bounds(10, 10).toBuilder()));
    TenantLimits answer = set(first);
    TenantLimits later = set(request(limits(bounds(20, 20).toBuilder())));
    assertThat(set(first)).isEqualTo(answer);
    assertThat(get(clinic)).isEqualTo(later);
    assertRefused(
        Outcome.REQUEST_ID_REUSED,
        () -> set(first.toBuilder().setLimits(TenantLimits.getDefaultInstance()).build()));
  }

  @Test
  void tenAtOnceLeaveTheLimitsOfOneOfThem() {
    Race<TenantLimits> race =
        Race.of(10, i -> set(request(limits(bounds(i + 1, i + 1).toBuilder()))));
    assertThat(race.winners()).hasSize(10).contains(get(clinic));
  }

  @Test
  void limitsOutsideTheirBoundsAndTenantsThatAreNoneAreRefused() {
    assertThat(violatedFields(() -> set(request(limits(bounds(0, 10_001).toBuilder())))))
        .containsExactly("limits.read.calls_per_second", "limits.read.calls_in_flight");
    var nobody =
        TenantServiceGrpc.newBlockingStub(TestServer.shared().channel())
            .withInterceptors(UnknownTenant.identity("PLATFORM"));
    assertRefused(
        Outcome.TENANT_NOT_FOUND,
        () -> nobody.getTenantLimits(GetTenantLimitsRequest.getDefaultInstance()));
    assertRefused(
        Outcome.TENANT_NOT_FOUND,
        () -> nobody.setTenantLimits(request(TenantLimits.getDefaultInstance())));
  }

  private TenantLimits set(SetTenantLimitsRequest request) {
    return platform.tenants().setTenantLimits(request).getLimits();
  }

  private static TenantLimits get(Clinic of) {
    return of.tenants().getTenantLimits(GetTenantLimitsRequest.getDefaultInstance()).getLimits();
  }

  private static SetTenantLimitsRequest request(TenantLimits limits) {
    return SetTenantLimitsRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setLimits(limits)
        .build();
  }

  private static TenantLimits limits(ClassLimits.Builder read) {
    return TenantLimits.newBuilder()
        .setRead(read)
        .setWrite(ClassLimits.getDefaultInstance())
        .setExpensive(ClassLimits.getDefaultInstance())
        .setStrict(ClassLimits.getDefaultInstance())
        .build();
  }

  private static ClassLimits bounds(int perSecond, int inFlight) {
    return ClassLimits.newBuilder().setCallsPerSecond(perSecond).setCallsInFlight(inFlight).build();
  }
}
