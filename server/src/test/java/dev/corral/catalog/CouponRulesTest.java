package dev.corral.catalog;

import static dev.corral.catalog.CouponCalls.bare;
import static dev.corral.catalog.CouponCalls.product;
import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.type.Date;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import dev.corral.catalog.v1.Coupon;
import dev.corral.catalog.v1.UpsertCouponRequest;
import dev.corral.kernel.Outcome;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a coupon may say, and what is refused because it makes no sense. */
class CouponRulesTest {

  private final Clinic clinic = TestServer.shared().freshClinic();
  private final CatalogServiceBlockingStub catalog = clinic.catalog();
  private final CouponCalls coupons = new CouponCalls(clinic);

  @Test
  void largestValuesComeBack() {
    Coupon coupon =
        bare("9".repeat(40))
            .setDisplayName("ñ".repeat(200))
            .setAmountMinor(1_000_000_000_000_000L)
            .setMaxDiscountMinor(1_000_000_000_000_000L)
            .setMinSubtotalMinor(1_000_000_000_000_000L)
            .setMaxUses(1_000_000_000)
            .setMaxUsesPerClient(1_000_000_000)
            .build();
    assertThat(coupons.upsert(coupon).toBuilder().clearUpdateTime().build()).isEqualTo(coupon);
    assertThat(coupons.upsert(coupon.toBuilder().setRateBp(10_000).build()).getRateBp())
        .isEqualTo(10_000);
  }

  @Test
  void couponMayBeGoodOnOneDayFromADayOrUntilADay() {
    Date day = Clinic.date(LocalDate.of(2028, 2, 29));
    for (Coupon coupon :
        List.of(
            bare("DAY").setFirstDate(day).setLastDate(day).build(),
            bare("FROM").setFirstDate(day).build(),
            bare("UNTIL").setLastDate(day).build())) {
      assertThat(coupons.upsert(coupon).toBuilder().clearUpdateTime().build()).isEqualTo(coupon);
    }
  }

  @Test
  void couponThatMakesNoSenseNamesEveryFieldAndIsNotStored() {
    Coupon low =
        Coupon.newBuilder()
            .setCouponCode("LOW")
            .setAmountMinor(0)
            .setMaxDiscountMinor(-1)
            .setMinSubtotalMinor(-1)
            .setMaxUses(-1)
            .setMaxUsesPerClient(-1)
            .addProductIds("leash")
            .addServiceIds("bath")
            .build();
    assertThat(violatedFields(() -> coupons.upsert(low)))
        .containsExactlyInAnyOrder(
            "coupon.display_name",
            "coupon.amount_minor",
            "coupon.max_discount_minor",
            "coupon.min_subtotal_minor",
            "coupon.max_uses",
            "coupon.max_uses_per_client",
            "coupon.product_ids[0]",
            "coupon.service_ids[0]");
    Coupon high =
        Coupon.newBuilder()
            .setCouponCode("LOW")
            .setDisplayName("x".repeat(201))
            .setAmountMinor(1_000_000_000_000_001L)
            .setMaxDiscountMinor(1_000_000_000_000_001L)
            .setMinSubtotalMinor(1_000_000_000_000_001L)
            .setMaxUses(1_000_000_001)
            .setMaxUsesPerClient(1_000_000_001)
            .build();
    assertThat(violatedFields(() -> coupons.upsert(high)))
        .containsExactlyInAnyOrder(
            "coupon.display_name",
            "coupon.amount_minor",
            "coupon.max_discount_minor",
            "coupon.min_subtotal_minor",
            "coupon.max_uses",
            "coupon.max_uses_per_client");
    assertRefused(Outcome.COUPON_NOT_FOUND, () -> coupons.coupon("LOW"));
  }

  @Test
  void discountIsAnAmountOrARateAboveNothing() {
    assertThat(violatedFields(() -> coupons.upsert(bare("TEN").clearDiscount().build())))
        .containsExactly("coupon.discount");
    for (int rate : new int[] {-1, 0, 10_001}) {
      assertThat(violatedFields(() -> coupons.upsert(bare("TEN").setRateBp(rate).build())))
          .as("%d", rate)
          .containsExactly("coupon.rate_bp");
    }
    assertThat(violatedFields(() -> coupons.upsert(bare("TEN").setAmountMinor(-5).build())))
        .containsExactly("coupon.amount_minor");
  }

  @Test
  void lastDateBeforeTheFirstIsRefused() {
    for (LocalDate last :
        List.of(LocalDate.of(2027, 5, 14), LocalDate.of(2027, 4, 30), LocalDate.of(2026, 12, 31))) {
      Coupon.Builder coupon =
          bare("TEN")
              .setFirstDate(Clinic.date(LocalDate.of(2027, 5, 15)))
              .setLastDate(Clinic.date(last));
      assertThat(violatedFields(() -> coupons.upsert(coupon.build())))
          .as("%s", last)
          .containsExactly("coupon");
    }
    assertThat(
            violatedFields(
                () ->
                    coupons.upsert(
                        bare("TEN")
                            .setFirstDate(
                                Clinic.date(LocalDate.of(2027, 2, 28)).toBuilder().setDay(29))
                            .setLastDate(Date.getDefaultInstance())
                            .build())))
        .containsExactlyInAnyOrder("coupon.first_date", "coupon.last_date");
  }

  @Test
  void codeThatNobodyCouldTypeIsRefused() {
    for (String code :
        List.of("", "AB", "-AB", "_AB", "A B", "ABÑ", "ABı", "ABC\n", "AB%", "A".repeat(41))) {
      assertThat(violatedFields(() -> coupons.upsert(bare(code).build())))
          .as(code)
          .containsExactly("coupon.coupon_code");
      assertThat(violatedFields(() -> coupons.coupon(code)))
          .as(code)
          .containsExactly("coupon_code");
    }
  }

  @Test
  void couponIsForAHundredProductsAndServicesAtMost() {
    Coupon.Builder coupon = bare("MANY");
    for (int i = 0; i < 100; i++) {
      coupon.addProductIds(Clinic.newId()).addServiceIds(Clinic.newId());
    }
    assertThat(coupons.refusedFor(Outcome.PRODUCT_NOT_FOUND, coupon.build()))
        .isEqualTo(Map.of("product_id", coupon.getProductIds(0)));
    coupon.addProductIds(Clinic.newId()).addServiceIds(Clinic.newId());
    assertThat(violatedFields(() -> coupons.upsert(coupon.build())))
        .containsExactlyInAnyOrder("coupon.product_ids", "coupon.service_ids");
  }

  @Test
  void productOrServiceIsNamedOnce() {
    String product = product(clinic);
    String service = clinic.service(30);
    assertThat(
            violatedFields(
                () ->
                    coupons.upsert(
                        bare("TWICE")
                            .addProductIds(product)
                            .addProductIds(product.toUpperCase(Locale.ROOT))
                            .addServiceIds(service)
                            .addServiceIds(service)
                            .build())))
        .containsExactlyInAnyOrder("coupon.product_ids", "coupon.service_ids");
  }

  @Test
  void requestWithoutIdOrCouponIsRefused() {
    assertThat(
            violatedFields(
                () ->
                    catalog.upsertCoupon(
                        UpsertCouponRequest.newBuilder().setRequestId("again").build())))
        .containsExactlyInAnyOrder("request_id", "coupon");
  }
}
