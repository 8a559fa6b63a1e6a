package dev.corral.catalog;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.type.Date;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import dev.corral.catalog.v1.Coupon;
import dev.corral.catalog.v1.GetCouponRequest;
import dev.corral.catalog.v1.Product;
import dev.corral.catalog.v1.UpsertCouponRequest;
import dev.corral.catalog.v1.UpsertCouponResponse;
import dev.corral.catalog.v1.UpsertProductRequest;
import dev.corral.common.v1.Role;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Audit;
import dev.corral.testing.Race;
import dev.corral.testing.Sql;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** UpsertCoupon and GetCoupon. */
class CouponsTest {

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();
  private final CatalogServiceBlockingStub catalog = clinic.catalog();

  @Test
  void everyFieldOfACouponComesBack() {
    Coupon coupon = spring().build();
    Coupon stored = upsert(coupon);
    assertThat(stored.toBuilder().clearUpdateTime().build()).isEqualTo(coupon);
    assertThat(stored.hasUpdateTime()).isTrue();
    assertThat(coupon("SPRING_24-A")).isEqualTo(stored);
  }

  @Test
  void bareCouponComesBackBare() {
    Coupon coupon = bare("TEN").build();
    Coupon stored = upsert(coupon);
    assertThat(stored.toBuilder().clearUpdateTime().build()).isEqualTo(coupon);
    assertThat(stored.hasFirstDate()).isFalse();
    assertThat(stored.hasLastDate()).isFalse();
    assertThat(stored.hasRateBp()).isFalse();
  }

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
    assertThat(upsert(coupon).toBuilder().clearUpdateTime().build()).isEqualTo(coupon);
    assertThat(upsert(coupon.toBuilder().setRateBp(10_000).build()).getRateBp()).isEqualTo(10_000);
  }

  @Test
  void couponMayBeGoodOnOneDayFromADayOrUntilADay() {
    Date day = Clinic.date(LocalDate.of(2028, 2, 29));
    for (Coupon coupon :
        List.of(
            bare("DAY").setFirstDate(day).setLastDate(day).build(),
            bare("FROM").setFirstDate(day).build(),
            bare("UNTIL").setLastDate(day).build())) {
      assertThat(upsert(coupon).toBuilder().clearUpdateTime().build()).isEqualTo(coupon);
    }
  }

  @Test
  void secondUpsertReplacesAllAndIsAudited() {
    Coupon first = spring().build();
    upsert(first);
    Coupon second = bare(first.getCouponCode()).build();
    Coupon stored = upsert(second);
    assertThat(stored.toBuilder().clearUpdateTime().build()).isEqualTo(second);
    assertThat(coupon(first.getCouponCode())).isEqualTo(stored);
    assertThat(Audit.replacedNames(server.databaseUrl(), clinic.tenantId(), "UpsertCoupon"))
        .containsExactlyInAnyOrder(null, first.getDisplayName());
  }

  @Test
  void repeatedRequestIdReturnsTheFirstAnswerAndLeavesTheNewerRow() {
    UpsertCouponRequest first = request(spring().build());
    UpsertCouponResponse firstAnswer = catalog.upsertCoupon(first);
    Coupon newer = upsert(first.getCoupon().toBuilder().setRateBp(7).build());

    assertThat(catalog.upsertCoupon(first)).isEqualTo(firstAnswer);
    assertThat(coupon(newer.getCouponCode())).isEqualTo(newer);
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
    assertThat(coupon("FIRST")).isEqualTo(stored);
    assertRefused(Outcome.COUPON_NOT_FOUND, () -> coupon("OTHER"));
  }

  @Test
  void tenEqualCallsHaveOneEffectAndEqualAnswers() {
    UpsertCouponRequest request = request(spring().build());
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
    assertThat(upsert(bare("spring-i_5").build()).getCouponCode()).isEqualTo("SPRING-I_5");
    Coupon second = upsert(bare("Spring-I_5").setRateBp(5).build());
    assertThat(Stream.of("spring-i_5", "SPRING-I_5", "sPRING-i_5").map(this::coupon).distinct())
        .containsExactly(second);
    assertThat(read("SELECT coupon_code FROM catalog.coupon WHERE tenant_id = '%s'"))
        .containsExactly("SPRING-I_5");
  }

  @Test
  void codesInSeveralLetterCasesAtOnceBecomeOneCoupon() {
    List<String> codes = List.of("race", "Race", "rAce", "raCe", "racE", "RACE");
    Race<UpsertCouponResponse> race =
        Race.of(codes.size(), i -> catalog.upsertCoupon(request(bare(codes.get(i)).build())));
    assertThat(race.refusals()).isEqualTo(Map.of());
    assertThat(read("SELECT coupon_code FROM catalog.coupon WHERE tenant_id = '%s'"))
        .containsExactly("RACE");
  }

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
    assertThat(refusedFor(Outcome.PRODUCT_NOT_FOUND, coupon))
        .isEqualTo(Map.of("product_id", unknown));
    assertRefused(Outcome.COUPON_NOT_FOUND, () -> coupon("UNKNOWN"));
  }

  @Test
  void firstUnknownServiceIsNamed() {
    String unknown = Clinic.newId();
    Coupon stored = upsert(bare("UNKNOWN").build());
    Coupon coupon =
        bare("UNKNOWN")
            .addProductIds(product(clinic))
            .addServiceIds(clinic.service(30))
            .addServiceIds(unknown)
            .addServiceIds(Clinic.newId())
            .build();
    assertThat(refusedFor(Outcome.SERVICE_NOT_FOUND, coupon))
        .isEqualTo(Map.of("service_id", unknown));
    assertThat(coupon("UNKNOWN")).isEqualTo(stored);
  }

  @Test
  void serviceIsNoProductAndProductIsNoService() {
    String product = product(clinic);
    String service = clinic.service(30);
    assertThat(refusedFor(Outcome.PRODUCT_NOT_FOUND, bare("MIX").addProductIds(service).build()))
        .isEqualTo(Map.of("product_id", service));
    assertThat(refusedFor(Outcome.SERVICE_NOT_FOUND, bare("MIX").addServiceIds(product).build()))
        .isEqualTo(Map.of("service_id", product));
  }

  @Test
  void idsAndCodesOfAnotherTenantAreUnknown() {
    Clinic stranger = server.freshClinic();
    String product = product(stranger);
    String service = stranger.service(30);
    assertThat(refusedFor(Outcome.PRODUCT_NOT_FOUND, bare("THEIRS").addProductIds(product).build()))
        .isEqualTo(Map.of("product_id", product));
    assertThat(refusedFor(Outcome.SERVICE_NOT_FOUND, bare("THEIRS").addServiceIds(service).build()))
        .isEqualTo(Map.of("service_id", service));
    Coupon theirs = stranger.catalog().upsertCoupon(request(bare("THEIRS").build())).getCoupon();
    assertRefused(Outcome.COUPON_NOT_FOUND, () -> coupon("THEIRS"));
    upsert(bare("THEIRS").setRateBp(1).build());
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
    upsert(bare("TEN-1").build());
    assertRefused(Outcome.COUPON_NOT_FOUND, () -> coupon("TEN"));
    assertRefused(Outcome.COUPON_NOT_FOUND, () -> coupon("TEN_1"));
    assertThat(read("SELECT coupon_code IS NULL FROM catalog.find_coupon('%s', 'ten')"))
        .containsExactly("t");
    assertThat(read("SELECT coupon_code FROM catalog.find_coupon('%s', 'ten-1')"))
        .containsExactly("TEN-1");
  }

  @Test
  void clientsAndVetsReadNoCouponsAndOnlyAdminsAndSystemsStoreThem() {
    Coupon stored = upsert(bare("TEN").build());
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
    assertThat(violatedFields(() -> upsert(low)))
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
    assertThat(violatedFields(() -> upsert(high)))
        .containsExactlyInAnyOrder(
            "coupon.display_name",
            "coupon.amount_minor",
            "coupon.max_discount_minor",
            "coupon.min_subtotal_minor",
            "coupon.max_uses",
            "coupon.max_uses_per_client");
    assertRefused(Outcome.COUPON_NOT_FOUND, () -> coupon("LOW"));
  }

  @Test
  void discountIsAnAmountOrARateAboveNothing() {
    assertThat(violatedFields(() -> upsert(bare("TEN").clearDiscount().build())))
        .containsExactly("coupon.discount");
    for (int rate : new int[] {-1, 0, 10_001}) {
      assertThat(violatedFields(() -> upsert(bare("TEN").setRateBp(rate).build())))
          .as("%d", rate)
          .containsExactly("coupon.rate_bp");
    }
    assertThat(violatedFields(() -> upsert(bare("TEN").setAmountMinor(-5).build())))
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
      assertThat(violatedFields(() -> upsert(coupon.build())))
          .as("%s", last)
          .containsExactly("coupon");
    }
    assertThat(
            violatedFields(
                () ->
                    upsert(
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
      assertThat(violatedFields(() -> upsert(bare(code).build())))
          .as(code)
          .containsExactly("coupon.coupon_code");
      assertThat(violatedFields(() -> coupon(code))).as(code).containsExactly("coupon_code");
    }
  }

  @Test
  void couponIsForAHundredProductsAndServicesAtMost() {
    Coupon.Builder coupon = bare("MANY");
    for (int i = 0; i < 100; i++) {
      coupon.addProductIds(Clinic.newId()).addServiceIds(Clinic.newId());
    }
    assertThat(refusedFor(Outcome.PRODUCT_NOT_FOUND, coupon.build()))
        .isEqualTo(Map.of("product_id", coupon.getProductIds(0)));
    coupon.addProductIds(Clinic.newId()).addServiceIds(Clinic.newId());
    assertThat(violatedFields(() -> upsert(coupon.build())))
        .containsExactlyInAnyOrder("coupon.product_ids", "coupon.service_ids");
  }

  @Test
  void productOrServiceIsNamedOnce() {
    String product = product(clinic);
    String service = clinic.service(30);
    assertThat(
            violatedFields(
                () ->
                    upsert(
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

  private Map<String, String> refusedFor(Outcome outcome, Coupon coupon) {
    return assertRefused(outcome, () -> upsert(coupon)).getMetadataMap();
  }

  private List<String> read(String sql) {
    return Sql.rows(server.databaseUrl(), sql.formatted(clinic.tenantId()));
  }

  private Coupon upsert(Coupon coupon) {
    return catalog.upsertCoupon(request(coupon)).getCoupon();
  }

  private Coupon coupon(String code) {
    return catalog.getCoupon(get(code)).getCoupon();
  }

  private static GetCouponRequest get(String code) {
    return GetCouponRequest.newBuilder().setCouponCode(code).build();
  }

  /** Stores a product that is not sold; a coupon may be for it all the same. */
  private static String product(Clinic of) {
    String id = Clinic.newId();
    of.catalog()
        .upsertProduct(
            UpsertProductRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setProduct(
                    Product.newBuilder().setProductId(id).setDisplayName("Leash").setUnit("piece"))
                .build());
    return id;
  }

  /** A coupon with every field set. */
  private Coupon.Builder spring() {
    return Coupon.newBuilder()
        .setCouponCode("SPRING_24-A")
        .setDisplayName("Spring, \"everything\"")
        .setRateBp(1250)
        .setMaxDiscountMinor(50_000)
        .setMinSubtotalMinor(100_000)
        .setFirstDate(Clinic.date(LocalDate.of(2027, 9, 21)))
        .setLastDate(Clinic.date(LocalDate.of(2027, 12, 20)))
        .setMaxUses(500)
        .setMaxUsesPerClient(2)
        .addProductIds(product(clinic))
        .addProductIds(product(clinic))
        .addServiceIds(clinic.service(30))
        .addServiceIds(clinic.service(30))
        .setActive(true);
  }

  /** A coupon with what it must have. */
  private static Coupon.Builder bare(String code) {
    return Coupon.newBuilder().setCouponCode(code).setDisplayName("Ten off").setAmountMinor(10);
  }

  private static UpsertCouponRequest request(Coupon coupon) {
    return UpsertCouponRequest.newBuilder().setRequestId(Clinic.newId()).setCoupon(coupon).build();
  }
}
