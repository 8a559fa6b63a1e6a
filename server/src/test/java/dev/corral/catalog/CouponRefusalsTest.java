package dev.corral.catalog;

import static dev.corral.catalog.CouponCalls.bare;
import static dev.corral.catalog.CouponCalls.get;
import static dev.corral.catalog.CouponCalls.product;
import static dev.corral.catalog.CouponCalls.request;
import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import dev.corral.catalog.v1.Coupon;
import dev.corral.common.v1.Role;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Coupons, products and services that are unknown, and callers who may not. */
class CouponRefusalsTest {

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();
  private final CouponCalls coupons = new CouponCalls(clinic);

  @Test
  void firstUnknownProductIsNamedBeforeAnyService() {
    String unknown = Clinic.newId();
    Coupon coupon =
        bare("UNKNOWN")
            .addProductIds(product(clinic))
            .addProductIds(unknown)
            .addProductIds(Clinic.newId())
            .addServiceIds(Clinic.newId())
            .build();
    assertThat(coupons.refusedFor(Outcome.PRODUCT_NOT_FOUND, coupon))
        .isEqualTo(Map.of("product_id", unknown));
    assertRefused(Outcome.COUPON_NOT_FOUND, () -> coupons.coupon("UNKNOWN"));
  }

  @Test
  void firstUnknownServiceIsNamed() {
    String unknown = Clinic.newId();
    Coupon stored = coupons.upsert(bare("UNKNOWN").build());
    Coupon coupon =
        bare("UNKNOWN")
            .addProductIds(product(clinic))
            .addServiceIds(clinic.service(30))
            .addServiceIds(unknown)
            .addServiceIds(Clinic.newId())
            .build();
    assertThat(coupons.refusedFor(Outcome.SERVICE_NOT_FOUND, coupon))
        .isEqualTo(Map.of("service_id", unknown));
    assertThat(coupons.coupon("UNKNOWN")).isEqualTo(stored);
  }

  @Test
  void serviceIsNoProductAndProductIsNoService() {
    String product = product(clinic);
    String service = clinic.service(30);
    assertThat(
            coupons.refusedFor(
                Outcome.PRODUCT_NOT_FOUND, bare("MIX").addProductIds(service).build()))
        .isEqualTo(Map.of("product_id", service));
    assertThat(
            coupons.refusedFor(
                Outcome.SERVICE_NOT_FOUND, bare("MIX").addServiceIds(product).build()))
        .isEqualTo(Map.of("service_id", product));
  }

  @Test
  void idsAndCodesOfAnotherTenantAreUnknown() {
    Clinic stranger = server.freshClinic();
    String product = product(stranger);
    String service = stranger.service(30);
    assertThat(
            coupons.refusedFor(
                Outcome.PRODUCT_NOT_FOUND, bare("THEIRS").addProductIds(product).build()))
        .isEqualTo(Map.of("product_id", product));
    assertThat(
            coupons.refusedFor(
                Outcome.SERVICE_NOT_FOUND, bare("THEIRS").addServiceIds(service).build()))
        .isEqualTo(Map.of("service_id", service));
    Coupon theirs = stranger.catalog().upsertCoupon(request(bare("THEIRS").build())).getCoupon();
    assertRefused(Outcome.COUPON_NOT_FOUND, () -> coupons.coupon("THEIRS"));
    coupons.upsert(bare("THEIRS").setRateBp(1).build());
    assertThat(stranger.catalog().getCoupon(get("THEIRS")).getCoupon()).isEqualTo(theirs);
  }

  @Test
  void tenantThatWasNeverCreatedIsRefused() {
    assertRefused(
        Outcome.TENANT_NOT_FOUND,
        () ->
            Clinic.unknown(server.channel()).catalog().upsertCoupon(request(bare("TEN").build())));
  }

  @Test
  void unknownCouponIsNotFound() {
    coupons.upsert(bare("TEN-1").build());
    assertRefused(Outcome.COUPON_NOT_FOUND, () -> coupons.coupon("TEN"));
    assertRefused(Outcome.COUPON_NOT_FOUND, () -> coupons.coupon("TEN_1"));
    assertThat(coupons.read("SELECT coupon_code IS NULL FROM catalog.find_coupon('%s', 'ten')"))
        .containsExactly("t");
    assertThat(coupons.read("SELECT coupon_code FROM catalog.find_coupon('%s', 'ten-1')"))
        .containsExactly("TEN-1");
  }

  @Test
  void clientsAndVetsReadNoCouponsAndOnlyAdminsAndSystemsStoreThem() {
    Coupon stored = coupons.upsert(bare("TEN").build());
    for (Role role : List.of(Role.ROLE_CLIENT, Role.ROLE_VET)) {
      CatalogServiceBlockingStub stub = clinic.as(role, Clinic.newId()).catalog();
      assertRefused(ServerReason.ROLE_NOT_ALLOWED, () -> stub.getCoupon(get("TEN")));
    }
    CatalogServiceBlockingStub desk = clinic.as(Role.ROLE_RECEPTION, Clinic.newId()).catalog();
    assertThat(desk.getCoupon(get("TEN")).getCoupon()).isEqualTo(stored);
    assertRefused(
        ServerReason.ROLE_NOT_ALLOWED, () -> desk.upsertCoupon(request(bare("TEN").build())));
    clinic.as(Role.ROLE_SERVICE, Clinic.newId()).catalog().upsertCoupon(request(stored));
  }
}
