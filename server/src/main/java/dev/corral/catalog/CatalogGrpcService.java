package dev.corral.catalog;

import dev.corral.catalog.v1.CatalogServiceGrpc;
import dev.corral.catalog.v1.GetServiceRequest;
import dev.corral.catalog.v1.GetServiceResponse;
import dev.corral.catalog.v1.UpsertServiceRequest;
import dev.corral.catalog.v1.UpsertServiceResponse;
import dev.corral.grpc.CallContext;
import dev.corral.grpc.Replies;
import dev.corral.kernel.Lane;
import io.grpc.stub.StreamObserver;

/** CatalogService on the wire. Thread-safe. */
public final class CatalogGrpcService extends CatalogServiceGrpc.CatalogServiceImplBase {

  private final CatalogStore services;

  /** A service that reaches the database through this lane. */
  public CatalogGrpcService(Lane lane) {
    this.services = new CatalogStore(lane);
  }

  @Override
  public void upsertService(
      UpsertServiceRequest request, StreamObserver<UpsertServiceResponse> replies) {
    Replies.send(replies, services.upsertService(CallContext.call(request)));
  }

  @Override
  public void getService(GetServiceRequest request, StreamObserver<GetServiceResponse> replies) {
    Replies.send(replies, services.getService(CallContext.call(request)));
  }
}
