package dev.corral.directory;

import dev.corral.directory.v1.GetClientRequest;
import dev.corral.directory.v1.GetClientResponse;
import dev.corral.directory.v1.GetPetRequest;
import dev.corral.directory.v1.GetPetResponse;
import dev.corral.directory.v1.GetResourceRequest;
import dev.corral.directory.v1.GetResourceResponse;
import dev.corral.directory.v1.GetStaffRequest;
import dev.corral.directory.v1.GetStaffResponse;
import dev.corral.directory.v1.UpsertClientRequest;
import dev.corral.directory.v1.UpsertClientResponse;
import dev.corral.directory.v1.UpsertPetRequest;
import dev.corral.directory.v1.UpsertPetResponse;
import dev.corral.directory.v1.UpsertResourceRequest;
import dev.corral.directory.v1.UpsertResourceResponse;
import dev.corral.directory.v1.UpsertStaffRequest;
import dev.corral.directory.v1.UpsertStaffResponse;
import dev.corral.kernel.Call;
import dev.corral.kernel.Lane;
import dev.corral.kernel.SqlFunction;

/** The functions of the schema directory for who and what a clinic has. Thread-safe. */
final class DirectoryStore {

  private static final SqlFunction<UpsertClientRequest, UpsertClientResponse> UPSERT_CLIENT =
      SqlFunction.writing("directory.upsert_client", UpsertClientRequest::getRequestId)
          .uuid(q -> q.getClient().getClientId())
          .text(q -> q.getClient().getDisplayName())
          .text(q -> q.getClient().getEmail())
          .text(q -> q.getClient().getPhone())
          .returning(
              row ->
                  UpsertClientResponse.newBuilder().setClient(DirectoryProtos.client(row)).build(),
              "(f.client).*");

  private static final SqlFunction<GetClientRequest, GetClientResponse> GET_CLIENT =
      SqlFunction.<GetClientRequest>readingAsActor("directory.get_client")
          .uuid(GetClientRequest::getClientId)
          .returning(
              row -> GetClientResponse.newBuilder().setClient(DirectoryProtos.client(row)).build(),
              "(f.client).*");

  private static final SqlFunction<UpsertPetRequest, UpsertPetResponse> UPSERT_PET =
      SqlFunction.writing("directory.upsert_pet", UpsertPetRequest::getRequestId)
          .uuid(q -> q.getPet().getPetId())
          .uuid(q -> q.getPet().getClientId())
          .text(q -> q.getPet().getDisplayName())
          .text(q -> q.getPet().getSpecies())
          .text(q -> DirectoryProtos.status(q.getPet()))
          .returning(
              row -> UpsertPetResponse.newBuilder().setPet(DirectoryProtos.pet(row)).build(),
              "(f.pet).*");

  private static final SqlFunction<GetPetRequest, GetPetResponse> GET_PET =
      SqlFunction.<GetPetRequest>readingAsActor("directory.get_pet")
          .uuid(GetPetRequest::getPetId)
          .returning(
              row -> GetPetResponse.newBuilder().setPet(DirectoryProtos.pet(row)).build(),
              "(f.pet).*");

  private static final SqlFunction<UpsertStaffRequest, UpsertStaffResponse> UPSERT_STAFF =
      SqlFunction.writing("directory.upsert_staff", UpsertStaffRequest::getRequestId)
          .uuid(q -> q.getStaff().getStaffId())
          .text(q -> q.getStaff().getDisplayName())
          .text(q -> DirectoryProtos.role(q.getStaff()))
          .bool(q -> q.getStaff().getBookable())
          .returning(
              row -> UpsertStaffResponse.newBuilder().setStaff(DirectoryProtos.staff(row)).build(),
              "(f.staff).*");

  private static final SqlFunction<GetStaffRequest, GetStaffResponse> GET_STAFF =
      SqlFunction.<GetStaffRequest>reading("directory.get_staff")
          .uuid(GetStaffRequest::getStaffId)
          .returning(
              row -> GetStaffResponse.newBuilder().setStaff(DirectoryProtos.staff(row)).build(),
              "(f.staff).*");

  private static final SqlFunction<UpsertResourceRequest, UpsertResourceResponse> UPSERT_RESOURCE =
      SqlFunction.writing("directory.upsert_resource", UpsertResourceRequest::getRequestId)
          .uuid(q -> q.getResource().getResourceId())
          .text(q -> DirectoryProtos.kind(q.getResource()))
          .text(q -> q.getResource().getDisplayName())
          .bool(q -> q.getResource().getBookable())
          .returning(
              row ->
                  UpsertResourceResponse.newBuilder()
                      .setResource(DirectoryProtos.resource(row))
                      .build(),
              "(f.resource).*");

  private static final SqlFunction<GetResourceRequest, GetResourceResponse> GET_RESOURCE =
      SqlFunction.<GetResourceRequest>reading("directory.get_resource")
          .uuid(GetResourceRequest::getResourceId)
          .returning(
              row ->
                  GetResourceResponse.newBuilder()
                      .setResource(DirectoryProtos.resource(row))
                      .build(),
              "(f.resource).*");

  private final Lane lane;

  DirectoryStore(Lane lane) {
    this.lane = lane;
  }

  UpsertClientResponse upsertClient(Call<UpsertClientRequest> call) {
    return lane.call(UPSERT_CLIENT, call);
  }

  GetClientResponse getClient(Call<GetClientRequest> call) {
    return lane.call(GET_CLIENT, call);
  }

  UpsertPetResponse upsertPet(Call<UpsertPetRequest> call) {
    return lane.call(UPSERT_PET, call);
  }

  GetPetResponse getPet(Call<GetPetRequest> call) {
    return lane.call(GET_PET, call);
  }

  UpsertStaffResponse upsertStaff(Call<UpsertStaffRequest> call) {
    return lane.call(UPSERT_STAFF, call);
  }

  GetStaffResponse getStaff(Call<GetStaffRequest> call) {
    return lane.call(GET_STAFF, call);
  }

  UpsertResourceResponse upsertResource(Call<UpsertResourceRequest> call) {
    return lane.call(UPSERT_RESOURCE, call);
  }

  GetResourceResponse getResource(Call<GetResourceRequest> call) {
    return lane.call(GET_RESOURCE, call);
  }
}
