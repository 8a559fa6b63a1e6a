package dev.corral.catalog;

import dev.corral.catalog.v1.GetServiceRequest;
import dev.corral.catalog.v1.GetServiceResponse;
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
}
