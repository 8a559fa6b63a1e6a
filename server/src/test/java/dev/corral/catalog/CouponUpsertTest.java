package dev.corral.catalog;

import static dev.corral.catalog.CouponCalls.bare;
import static dev.corral.catalog.CouponCalls.request;
import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import dev.corral.catalog.v1.Coupon;
import dev.corral.catalog.v1.UpsertCouponRequest;
import dev.corral.catalog.v1.UpsertCouponResponse;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Audit;
import dev.corral.testing.Race;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What UpsertCoupon stores, once for each request id and each code, and GetCoupon returns. */
class CouponUpsertTest {

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();
  private final CatalogServiceBlockingStub catalog = clinic.catalog();
  private final CouponCalls coupons = new CouponCalls(clinic);

  @Test
  void everyFieldOfACouponComesBack() {
    Coupon coupon = coupons.spring().build();
    Coupon stored = coupons.upsert(coupon);
    assertThat(stored.toBuilder().clearUpdateTime().build()).isEqualTo(coupon);
    assertThat(stored.hasUpdateTime()).isTrue();
    assertThat(coupons.coupon("SPRING_24-A")).isEqualTo(stored);
  }

  @Test
  void bareCouponComesBackBare() {
    Coupon coupon = bare("TEN").build();
    Coupon stored = coupons.upsert(coupon);
    assertThat(stored.toBuilder().clearUpdateTime().build()).isEqualTo(coupon);
    assertThat(stored.hasFirstDate()).isFalse();
    assertThat(stored.hasLastDate()).isFalse();
    assertThat(stored.hasRateBp()).isFalse();
  }

  @Test
  void secondUpsertReplacesAllAndIsAudited() {
    Coupon first = coupons.spring().build();
    coupons.upsert(first);
    Coupon second = bare(first.getCouponCode()).build();
    Coupon stored = coupons.upsert(second);
    assertThat(stored.toBuilder().clearUpdateTime().build()).isEqualTo(second);
    assertThat(coupons.coupon(first.getCouponCode())).isEqualTo(stored);
    assertThat(Audit.replacedNames(server.databaseUrl(), clinic.tenantId(), "UpsertCoupon"))
        .containsExactlyInAnyOrder(null, first.getDisplayName());
  }

  @Test
  void repeatedRequestIdReturnsTheFirstAnswerAndLeavesTheNewerRow() {
    UpsertCouponRequest first = request(coupons.spring().build());
    UpsertCouponResponse firstAnswer = catalog.upsertCoupon(first);
    Coupon newer = coupons.upsert(first.getCoupon().toBuilder().setRateBp(7).build());

    assertThat(catalog.upsertCoupon(first)).isEqualTo(firstAnswer);
    assertThat(coupons.coupon(newer.getCouponCode())).isEqualTo(newer);
  }

  @Test
  void requestIdWithAnotherPayloadIsRefusedBeforeItsIdsAreLookedUp() {
    UpsertCouponRequest first = request(bare("FIRST").build());
    Coupon stored = catalog.upsertCoupon(first).getCoupon();
    for (Coupon.Builder other :
        List.of(bare("FIRST").setRateBp(1), bare("OTHER").addProductIds(Clinic.newId()))) {
      assertRefused(
          Outcome.REQUEST_ID_REUSED,
          () -> catalog.upsertCoupon(first.toBuilder().setCoupon(other).build()));
    }
    assertThat(coupons.coupon("FIRST")).isEqualTo(stored);
    assertRefused(Outcome.COUPON_NOT_FOUND, () -> coupons.coupon("OTHER"));
  }

  @Test
  void tenEqualCallsHaveOneEffectAndEqualAnswers() {
    UpsertCouponRequest request = request(coupons.spring().build());
    Race<UpsertCouponResponse> race = Race.of(10, i -> catalog.upsertCoupon(request));
    assertThat(race.refusals()).isEqualTo(Map.of());
    assertThat(race.winners()).hasSize(10);
    assertThat(Set.copyOf(race.winners())).hasSize(1);
    assertThat(
            Audit.effects(
                server.databaseUrl(), clinic.tenantId(), "UpsertCoupon", request.getRequestId()))
        .isEqualTo(1);
  }

  @Test
  void codesInAnyLetterCaseAreOneCoupon() {
    assertThat(coupons.upsert(bare("spring-i_5").build()).getCouponCode()).isEqualTo("SPRING-I_5");
    Coupon second = coupons.upsert(bare("Spring-I_5").setRateBp(5).build());
    assertThat(Stream.of("spring-i_5", "SPRING-I_5", "sPRING-i_5").map(coupons::coupon).distinct())
        .containsExactly(second);
    assertThat(coupons.read("SELECT coupon_code FROM catalog.coupon WHERE tenant_id = '%s'"))
        .containsExactly("SPRING-I_5");
  }

  @Test
  void codesInSeveralLetterCasesAtOnceBecomeOneCoupon() {
    List<String> codes = List.of("race", "Race", "rAce", "raCe", "racE", "RACE");
    Race<UpsertCouponResponse> race =
        Race.of(codes.size(), i -> catalog.upsertCoupon(request(bare(codes.get(i)).build())));
    assertThat(race.refusals()).isEqualTo(Map.of());
    assertThat(coupons.read("SELECT coupon_code FROM catalog.coupon WHERE tenant_id = '%s'"))
        .containsExactly("RACE");
  }
}
