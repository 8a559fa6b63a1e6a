package dev.corral.catalog;

import static dev.corral.testing.Refusals.assertRefused;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import dev.corral.catalog.v1.Coupon;
import dev.corral.catalog.v1.GetCouponRequest;
import dev.corral.catalog.v1.Product;
import dev.corral.catalog.v1.UpsertCouponRequest;
import dev.corral.catalog.v1.UpsertProductRequest;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Sql;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** A clinic's calls about coupons, and coupons to store. */
final class CouponCalls {

  private final Clinic clinic;
  private final CatalogServiceBlockingStub catalog;

  CouponCalls(Clinic clinic) {
    this.clinic = clinic;
    this.catalog = clinic.catalog();
  }

  /** Stores a coupon under a new request id. */
  Coupon upsert(Coupon coupon) {
    return catalog.upsertCoupon(request(coupon)).getCoupon();
  }

  Coupon coupon(String code) {
    return catalog.getCoupon(get(code)).getCoupon();
  }

  /** What the refusal of a coupon names. */
  Map<String, String> refusedFor(Outcome outcome, Coupon coupon) {
    return assertRefused(outcome, () -> upsert(coupon)).getMetadataMap();
  }

  /** Rows of a query with the tenant's id in place of %s. */
  List<String> read(String sql) {
    return Sql.rows(TestServer.shared().databaseUrl(), sql.formatted(clinic.tenantId()));
  }

  static GetCouponRequest get(String code) {
    return GetCouponRequest.newBuilder().setCouponCode(code).build();
  }

  static UpsertCouponRequest request(Coupon coupon) {
    return UpsertCouponRequest.newBuilder().setRequestId(Clinic.newId()).setCoupon(coupon).build();
  }

  /** Stores a product that is not sold; a coupon may be for it all the same. */
  static String product(Clinic of) {
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
  Coupon.Builder spring() {
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
  static Coupon.Builder bare(String code) {
    return Coupon.newBuilder().setCouponCode(code).setDisplayName("Ten off").setAmountMinor(10);
  }
}
