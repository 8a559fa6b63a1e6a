package dev.corral.prove;

import com.google.type.DayOfWeek;
import com.google.type.TimeOfDay;
import dev.corral.common.v1.DayWindows;
import dev.corral.common.v1.TimeWindow;
import dev.corral.directory.v1.DirectoryServiceGrpc;
import dev.corral.directory.v1.SetWorkingHoursRequest;
import dev.corral.tenant.v1.ClassLimits;
import dev.corral.tenant.v1.CreateTenantRequest;
import dev.corral.tenant.v1.SetTenantLimitsRequest;
import dev.corral.tenant.v1.TaxMode;
import dev.corral.tenant.v1.TaxRounding;
import dev.corral.tenant.v1.TenantLimits;
import dev.corral.tenant.v1.TenantServiceGrpc;
import dev.corral.tenant.v1.TenantServiceGrpc.TenantServiceBlockingStub;
import dev.corral.tenant.v1.TenantSettings;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import java.util.Map;

/** A tenant that is made for one run, open around the clock, on a service that believes callers. */
final class OwnTenant {

  private static final int CALLS_A_SECOND = 100_000;
  private static final int CALLS_IN_FLIGHT = 1_000;

  private OwnTenant() {}

  /** Makes it and returns a channel that calls as its administrator. */
  static Channel make(Channel service) {
    String tenantId = "prove-" + Scene.newId().substring(24);
    TenantServiceBlockingStub tenants =
        TenantServiceGrpc.newBlockingStub(as(service, tenantId, "PLATFORM"));
    tenants.createTenant(
        CreateTenantRequest.newBuilder()
            .setRequestId(Scene.newId())
            .setTenantId(tenantId)
            .setSettings(settings())
            .build());
    tenants.setTenantLimits(
        SetTenantLimitsRequest.newBuilder()
            .setRequestId(Scene.newId())
            .setLimits(
                TenantLimits.newBuilder()
                    .setRead(many())
                    .setWrite(many())
                    .setExpensive(many())
                    .setStrict(many()))
            .build());
    Channel admin = as(service, tenantId, "ADMIN");
    DirectoryServiceGrpc.newBlockingStub(admin).setWorkingHours(hours());
    return admin;
  }

  private static TenantSettings settings() {
    return TenantSettings.newBuilder()
        .setDisplayName("corral prove")
        .setCurrencyCode("PYG")
        .setTimeZone("UTC")
        .setTaxMode(TaxMode.TAX_MODE_INCLUSIVE)
        .setTaxRounding(TaxRounding.TAX_ROUNDING_PER_LINE)
        .build();
  }

  private static ClassLimits many() {
    return ClassLimits.newBuilder()
        .setCallsPerSecond(CALLS_A_SECOND)
        .setCallsInFlight(CALLS_IN_FLIGHT)
        .build();
  }

  private static SetWorkingHoursRequest hours() {
    SetWorkingHoursRequest.Builder week =
        SetWorkingHoursRequest.newBuilder().setRequestId(Scene.newId());
    TimeWindow allDay =
        TimeWindow.newBuilder()
            .setStart(TimeOfDay.getDefaultInstance())
            .setEnd(TimeOfDay.newBuilder().setHours(24))
            .build();
    for (int day = DayOfWeek.MONDAY_VALUE; day <= DayOfWeek.SUNDAY_VALUE; day++) {
      week.addDays(DayWindows.newBuilder().setWeekday(DayOfWeek.forNumber(day)).addWindows(allDay));
    }
    return week.build();
  }

  private static Channel as(Channel service, String tenantId, String role) {
    return ClientInterceptors.intercept(
        service,
        CallHeaders.of(
            Map.of("x-tenant-id", tenantId, "x-role", role, "x-actor-id", Scene.newId())));
  }
}
