package dev.corral.tenant;

import dev.corral.grpc.CallContext;
import dev.corral.grpc.Replies;
import dev.corral.kernel.Call;
import dev.corral.kernel.Caller;
import dev.corral.kernel.Lane;
import dev.corral.tenant.v1.CreateTenantRequest;
import dev.corral.tenant.v1.CreateTenantResponse;
import dev.corral.tenant.v1.GetTenantLimitsRequest;
import dev.corral.tenant.v1.GetTenantLimitsResponse;
import dev.corral.tenant.v1.GetTenantRequest;
import dev.corral.tenant.v1.GetTenantResponse;
import dev.corral.tenant.v1.SetTenantLimitsRequest;
import dev.corral.tenant.v1.SetTenantLimitsResponse;
import dev.corral.tenant.v1.TenantServiceGrpc;
import dev.corral.tenant.v1.UpdateTenantRequest;
import dev.corral.tenant.v1.UpdateTenantResponse;
import io.grpc.stub.StreamObserver;

/** TenantService on the wire. Thread-safe. */
public final class TenantGrpcService extends TenantServiceGrpc.TenantServiceImplBase {

  private final TenantStore tenants;

  /** A service that reaches the database through this lane. */
  public TenantGrpcService(Lane lane) {
    this.tenants = new TenantStore(lane);
  }

  @Override
  public void createTenant(
      CreateTenantRequest request, StreamObserver<CreateTenantResponse> replies) {
    // The one call that names its tenant itself: a platform's credential stands above tenants.
    Caller platform = CallContext.caller();
    Caller caller = new Caller(request.getTenantId(), platform.actorId(), platform.role());
    Replies.send(replies, tenants.createTenant(new Call<>(caller, request)));
  }

  @Override
  public void updateTenant(
      UpdateTenantRequest request, StreamObserver<UpdateTenantResponse> replies) {
    Replies.send(replies, tenants.updateTenant(CallContext.call(request)));
  }

  @Override
  public void setTenantLimits(
      SetTenantLimitsRequest request, StreamObserver<SetTenantLimitsResponse> replies) {
    Replies.send(replies, tenants.setTenantLimits(CallContext.call(request)));
  }

  @Override
  public void getTenantLimits(
      GetTenantLimitsRequest request, StreamObserver<GetTenantLimitsResponse> replies) {
    Replies.send(replies, tenants.getTenantLimits(CallContext.call(request)));
  }

  @Override
  public void getTenant(GetTenantRequest request, StreamObserver<GetTenantResponse> replies) {
    Replies.send(replies, tenants.getTenant(CallContext.call(request)));
  }
}
