package dev.corral.catalog;

import dev.corral.catalog.v1.CatalogServiceGrpc;
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
import dev.corral.grpc.CallContext;
import dev.corral.grpc.Replies;
import dev.corral.kernel.Lane;
import io.grpc.stub.StreamObserver;

/** CatalogService on the wire. Thread-safe. */
public final class CatalogGrpcService extends CatalogServiceGrpc.CatalogServiceImplBase {

  private final CatalogStore catalog;

  /** A service that reaches the database through this lane. */
  public CatalogGrpcService(Lane lane) {
    this.catalog = new CatalogStore(lane);
  }

  @Override
  public void upsertService(
      UpsertServiceRequest request, StreamObserver<UpsertServiceResponse> replies) {
    Replies.send(replies, catalog.upsertService(CallContext.call(request)));
  }

  @Override
  public void getService(GetServiceRequest request, StreamObserver<GetServiceResponse> replies) {
    Replies.send(replies, catalog.getService(CallContext.call(request)));
  }

  @Override
  public void upsertProduct(
      UpsertProductRequest request, StreamObserver<UpsertProductResponse> replies) {
    Replies.send(replies, catalog.upsertProduct(CallContext.call(request)));
  }

  @Override
  public void getProduct(GetProductRequest request, StreamObserver<GetProductResponse> replies) {
    Replies.send(replies, catalog.getProduct(CallContext.call(request)));
  }

  @Override
  public void upsertCoupon(
      UpsertCouponRequest request, StreamObserver<UpsertCouponResponse> replies) {
    Replies.send(replies, catalog.upsertCoupon(CallContext.call(request)));
  }

  @Override
  public void getCoupon(GetCouponRequest request, StreamObserver<GetCouponResponse> replies) {
    Replies.send(replies, catalog.getCoupon(CallContext.call(request)));
  }
}
