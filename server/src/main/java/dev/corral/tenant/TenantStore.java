package dev.corral.tenant;

import com.google.protobuf.Message;
import dev.corral.kernel.Call;
import dev.corral.kernel.Lane;
import dev.corral.kernel.SqlFunction;
import dev.corral.tenant.v1.ClassLimits;
import dev.corral.tenant.v1.CreateTenantRequest;
import dev.corral.tenant.v1.CreateTenantResponse;
import dev.corral.tenant.v1.GetTenantLimitsRequest;
import dev.corral.tenant.v1.GetTenantLimitsResponse;
import dev.corral.tenant.v1.GetTenantRequest;
import dev.corral.tenant.v1.GetTenantResponse;
import dev.corral.tenant.v1.SetTenantLimitsRequest;
import dev.corral.tenant.v1.SetTenantLimitsResponse;
import dev.corral.tenant.v1.TenantLimits;
import dev.corral.tenant.v1.TenantSettings;
import dev.corral.tenant.v1.UpdateTenantRequest;
import dev.corral.tenant.v1.UpdateTenantResponse;
import java.util.function.Function;

/** The functions of the schema tenant; one method, one function. Thread-safe. */
final class TenantStore {

  private static final SqlFunction<CreateTenantRequest, CreateTenantResponse> CREATE_TENANT =
      settings(
              SqlFunction.writing("tenant.create_tenant", CreateTenantRequest::getRequestId),
              CreateTenantRequest::getSettings)
          .returning(
              row -> CreateTenantResponse.newBuilder().setTenant(TenantProtos.tenant(row)).build(),
              "(f.tenant).*");

  private static final SqlFunction<UpdateTenantRequest, UpdateTenantResponse> UPDATE_TENANT =
      settings(
              SqlFunction.writing("tenant.update_tenant", UpdateTenantRequest::getRequestId)
                  .bigint(UpdateTenantRequest::getVersion),
              UpdateTenantRequest::getSettings)
          .returning(
              row -> UpdateTenantResponse.newBuilder().setTenant(TenantProtos.tenant(row)).build(),
              "(f.tenant).*");

  private static final SqlFunction<GetTenantRequest, GetTenantResponse> GET_TENANT =
      SqlFunction.<GetTenantRequest>reading("tenant.get_tenant")
          .returning(
              row -> GetTenantResponse.newBuilder().setTenant(TenantProtos.tenant(row)).build(),
              "(f.tenant).*");

  private static final SqlFunction<SetTenantLimitsRequest, SetTenantLimitsResponse>
      SET_TENANT_LIMITS =
          limits(
                  limits(
                      limits(
                          limits(
                              SqlFunction.writing(
                                  "tenant.set_tenant_limits", SetTenantLimitsRequest::getRequestId),
                              TenantLimits::getRead),
                          TenantLimits::getWrite),
                      TenantLimits::getExpensive),
                  TenantLimits::getStrict)
              .returning(
                  row ->
                      SetTenantLimitsResponse.newBuilder()
                          .setLimits(TenantProtos.limits(row))
                          .build(),
                  "(f.limits).*");

  private static final SqlFunction<GetTenantLimitsRequest, GetTenantLimitsResponse>
      GET_TENANT_LIMITS =
          SqlFunction.<GetTenantLimitsRequest>reading("tenant.get_tenant_limits")
              .returning(
                  row ->
                      GetTenantLimitsResponse.newBuilder()
                          .setLimits(TenantProtos.limits(row))
                          .build(),
                  "(f.limits).*");

  private final Lane lane;

  TenantStore(Lane lane) {
    this.lane = lane;
  }

  CreateTenantResponse createTenant(Call<CreateTenantRequest> call) {
    return lane.call(CREATE_TENANT, call);
  }

  UpdateTenantResponse updateTenant(Call<UpdateTenantRequest> call) {
    return lane.call(UPDATE_TENANT, call);
  }

  SetTenantLimitsResponse setTenantLimits(Call<SetTenantLimitsRequest> call) {
    return lane.call(SET_TENANT_LIMITS, call);
  }

  GetTenantLimitsResponse getTenantLimits(Call<GetTenantLimitsRequest> call) {
    return lane.call(GET_TENANT_LIMITS, call);
  }

  GetTenantResponse getTenant(Call<GetTenantRequest> call) {
    return lane.call(GET_TENANT, call);
  }

  private static SqlFunction.Builder<SetTenantLimitsRequest> limits(
      SqlFunction.Builder<SetTenantLimitsRequest> function,
      Function<TenantLimits, ClassLimits> limits) {
    return function
        .integer(q -> TenantProtos.callsPerSecond(limits.apply(q.getLimits())))
        .integer(q -> TenantProtos.callsInFlight(limits.apply(q.getLimits())));
  }

  private static <Q extends Message> SqlFunction.Builder<Q> settings(
      SqlFunction.Builder<Q> function, Function<Q, TenantSettings> settings) {
    return function
        .text(q -> settings.apply(q).getDisplayName())
        .text(q -> TenantProtos.currency(settings.apply(q)))
        .text(q -> settings.apply(q).getTimeZone())
        .text(q -> TenantProtos.taxMode(settings.apply(q)))
        .text(q -> TenantProtos.taxRounding(settings.apply(q)))
        .integer(q -> settings.apply(q).getMinNoticeMinutes())
        .integer(q -> TenantProtos.horizonDays(settings.apply(q)))
        .integer(q -> settings.apply(q).getCancelWindowMinutes())
        .integer(q -> TenantProtos.slotStepMinutes(settings.apply(q)))
        .text(q -> TenantProtos.surplusPolicy(settings.apply(q)))
        .text(q -> TenantProtos.refundPolicy(settings.apply(q)));
  }
}
