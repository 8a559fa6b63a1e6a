package dev.corral.catalog;

import dev.corral.catalog.v1.GetCouponRequest;
import dev.corral.catalog.v1.GetCouponResponse;
import dev.corral.catalog.v1.GetProductRequest;
import dev.corral.catalog.v1.GetProductResponse;
import dev.corral.catalog.v1.GetServiceRequest;
import dev.corral.catalog.v1.GetServiceResponse;
import dev.corral.catalog.v1.UpsertCouponRequest;
import dev.corral.catalog.v1.UpsertCouponResponse;
import dev.corral.catalog.v1.UpsertProductRequest;
import dev.corral.catalog.v1.UpsertProductResponse;
import dev.corral.catalog.v1.UpsertServiceRequest;
import dev.corral.catalog.v1.UpsertServiceResponse;
import dev.corral.kernel.Call;
import dev.corral.kernel.Lane;
import dev.corral.kernel.SqlFunction;

/** The functions of the schema catalog; one method, one function. Thread-safe. */
final class CatalogStore {

  private static final SqlFunction<UpsertServiceRequest, UpsertServiceResponse> UPSERT_SERVICE =
      SqlFunction.writing("catalog.upsert_service", UpsertServiceRequest::getRequestId)
          .uuid(q -> q.getService().getServiceId())
          .text(q -> q.getService().getDisplayName())
          .integer(q -> q.getService().getDurationMinutes())
          .integer(q -> q.getService().getBufferBeforeMinutes())
          .integer(q -> q.getService().getBufferAfterMinutes())
          .integers(q -> CatalogProtos.offered(q.getService()).weekdays())
          .integers(q -> CatalogProtos.offered(q.getService()).startMinutes())
          .integers(q -> CatalogProtos.offered(q.getService()).endMinutes())
          .bools(q -> CatalogProtos.offered(q.getService()).breaks())
          .words(q -> q.getService().getSpeciesList())
          .integer(q -> CatalogProtos.maxPerDay(q.getService()))
          .uuids(q -> q.getService().getStaffIdsList())
          .uuids(q -> q.getService().getRoomIdsList())
          .uuids(q -> q.getService().getDeviceIdsList())
          .bigint(q -> q.getService().getPriceMinor())
          .integer(q -> q.getService().getTaxRateBp())
          .bool(q -> q.getService().getActive())
          .returning(
              row ->
                  UpsertServiceResponse.newBuilder().setService(CatalogProtos.service(row)).build(),
              "(f.service).*");

  private static final SqlFunction<GetServiceRequest, GetServiceResponse> GET_SERVICE =
      SqlFunction.<GetServiceRequest>reading("catalog.get_service")
          .uuid(GetServiceRequest::getServiceId)
          .returning(
              row -> GetServiceResponse.newBuilder().setService(CatalogProtos.service(row)).build(),
              "(f.service).*");

  private static final SqlFunction<UpsertProductRequest, UpsertProductResponse> UPSERT_PRODUCT =
      SqlFunction.writing("catalog.upsert_product", UpsertProductRequest::getRequestId)
          .uuid(q -> q.getProduct().getProductId())
          .text(q -> q.getProduct().getDisplayName())
          .text(q -> q.getProduct().getUnit())
          .bigint(q -> q.getProduct().getPriceMinor())
          .integer(q -> q.getProduct().getTaxRateBp())
          .bool(q -> q.getProduct().getRequiresPrescription())
          .words(q -> q.getProduct().getSpeciesList())
          .integer(q -> q.getProduct().getMinQuantity())
          .integer(q -> q.getProduct().getMaxQuantity())
          .bigint(q -> CatalogProtos.reorderPoint(q.getProduct()))
          .bool(q -> q.getProduct().getActive())
          .returning(
              row ->
                  UpsertProductResponse.newBuilder().setProduct(CatalogProtos.product(row)).build(),
              "(f.product).*");

  private static final SqlFunction<GetProductRequest, GetProductResponse> GET_PRODUCT =
      SqlFunction.<GetProductRequest>reading("catalog.get_product")
          .uuid(GetProductRequest::getProductId)
          .returning(
              row -> GetProductResponse.newBuilder().setProduct(CatalogProtos.product(row)).build(),
              "(f.product).*");

  private static final SqlFunction<UpsertCouponRequest, UpsertCouponResponse> UPSERT_COUPON =
      SqlFunction.writing("catalog.upsert_coupon", UpsertCouponRequest::getRequestId)
          .text(q -> q.getCoupon().getCouponCode())
          .text(q -> q.getCoupon().getDisplayName())
          .bigint(q -> CouponProtos.amountMinor(q.getCoupon()))
          .integer(q -> CouponProtos.rateBp(q.getCoupon()))
          .bigint(q -> q.getCoupon().getMaxDiscountMinor())
          .bigint(q -> q.getCoupon().getMinSubtotalMinor())
          .date(q -> CouponProtos.firstDate(q.getCoupon()))
          .date(q -> CouponProtos.lastDate(q.getCoupon()))
          .bigint(q -> q.getCoupon().getMaxUses())
          .bigint(q -> q.getCoupon().getMaxUsesPerClient())
          .uuids(q -> q.getCoupon().getProductIdsList())
          .uuids(q -> q.getCoupon().getServiceIdsList())
          .bool(q -> q.getCoupon().getActive())
          .returning(
              row -> UpsertCouponResponse.newBuilder().setCoupon(CouponProtos.coupon(row)).build(),
              "(f.coupon).*");

  private static final SqlFunction<GetCouponRequest, GetCouponResponse> GET_COUPON =
      SqlFunction.<GetCouponRequest>reading("catalog.get_coupon")
          .text(GetCouponRequest::getCouponCode)
          .returning(
              row -> GetCouponResponse.newBuilder().setCoupon(CouponProtos.coupon(row)).build(),
              "(f.coupon).*");

  private final Lane lane;

  CatalogStore(Lane lane) {
    this.lane = lane;
  }

  UpsertServiceResponse upsertService(Call<UpsertServiceRequest> call) {
    return lane.call(UPSERT_SERVICE, call);
  }

  GetServiceResponse getService(Call<GetServiceRequest> call) {
    return lane.call(GET_SERVICE, call);
  }

  UpsertProductResponse upsertProduct(Call<UpsertProductRequest> call) {
    return lane.call(UPSERT_PRODUCT, call);
  }

  GetProductResponse getProduct(Call<GetProductRequest> call) {
    return lane.call(GET_PRODUCT, call);
  }

  UpsertCouponResponse upsertCoupon(Call<UpsertCouponRequest> call) {
    return lane.call(UPSERT_COUPON, call);
  }

  GetCouponResponse getCoupon(Call<GetCouponRequest> call) {
    return lane.call(GET_COUPON, call);
  }
}
