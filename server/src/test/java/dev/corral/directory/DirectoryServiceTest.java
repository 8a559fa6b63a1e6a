package dev.corral.directory;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.common.v1.Role;
import dev.corral.directory.v1.Client;
import dev.corral.directory.v1.DirectoryServiceGrpc;
import dev.corral.directory.v1.DirectoryServiceGrpc.DirectoryServiceBlockingStub;
import dev.corral.directory.v1.GetClientRequest;
import dev.corral.directory.v1.GetPetRequest;
import dev.corral.directory.v1.GetResourceRequest;
import dev.corral.directory.v1.GetStaffRequest;
import dev.corral.directory.v1.Pet;
import dev.corral.directory.v1.PetStatus;
import dev.corral.directory.v1.Resource;
import dev.corral.directory.v1.ResourceKind;
import dev.corral.directory.v1.Staff;
import dev.corral.directory.v1.StaffRole;
import dev.corral.directory.v1.UpsertClientRequest;
import dev.corral.directory.v1.UpsertPetRequest;
import dev.corral.directory.v1.UpsertResourceRequest;
import dev.corral.directory.v1.UpsertResourceResponse;
import dev.corral.directory.v1.UpsertStaffRequest;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Audit;
import dev.corral.testing.Race;
import dev.corral.testing.UnknownTenant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Clients, pets, staff, rooms and devices. */
class DirectoryServiceTest {

  private static final String NIL = "00000000-0000-0000-0000-000000000000";

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();
  private final DirectoryServiceBlockingStub directory = clinic.directory();

  @Test
  void everyFieldOfAClientComesBack() {
    Client client = ana(Clinic.newId()).build();
    Client stored = directory.upsertClient(request(client)).getClient();
    assertThat(stored.toBuilder().clearUpdateTime().build()).isEqualTo(client);
    assertThat(stored.hasUpdateTime()).isTrue();
    assertThat(client(client.getClientId())).isEqualTo(stored);
  }

  @Test
  void everyFieldOfAPetComesBackInEveryStatus() {
    String clientId = clinic.client();
    for (PetStatus status : PetStatus.values()) {
      if (status != PetStatus.PET_STATUS_UNSPECIFIED && status != PetStatus.UNRECOGNIZED) {
        Pet pet = rex(clientId).setStatus(status).setSpecies("guinea_pig").build();
        Pet stored = directory.upsertPet(request(pet)).getPet();
        assertThat(stored.toBuilder().clearUpdateTime().build()).isEqualTo(pet);
        assertThat(pet(pet.getPetId())).isEqualTo(stored);
      }
    }
  }

  @Test
  void everyFieldOfAStaffMemberComesBackInEveryRole() {
    for (StaffRole role : StaffRole.values()) {
      if (role != StaffRole.STAFF_ROLE_UNSPECIFIED && role != StaffRole.UNRECOGNIZED) {
        Staff staff = vera(Clinic.newId()).setRole(role).build();
        Staff stored = directory.upsertStaff(request(staff)).getStaff();
        assertThat(stored.toBuilder().clearUpdateTime().build()).isEqualTo(staff);
        assertThat(staff(staff.getStaffId())).isEqualTo(stored);
      }
    }
  }

  @Test
  void everyFieldOfARoomAndOfADeviceComesBack() {
    for (Resource.Builder builder :
        new Resource.Builder[] {
          room(Clinic.newId()), room(Clinic.newId()).setKind(ResourceKind.RESOURCE_KIND_DEVICE)
        }) {
      Resource resource = builder.build();
      Resource stored = directory.upsertResource(request(resource)).getResource();
      assertThat(stored.toBuilder().clearUpdateTime().build()).isEqualTo(resource);
      assertThat(resource(resource.getResourceId())).isEqualTo(stored);
    }
  }

  @Test
  void secondUpsertReplacesAll() {
    String id = Clinic.newId();
    directory.upsertClient(request(ana(id).build()));
    Client bea = Client.newBuilder().setClientId(id).setDisplayName("Bea").build();
    directory.upsertClient(request(bea));
    assertThat(client(id).toBuilder().clearUpdateTime().build()).isEqualTo(bea);

    String petId = clinic.pet();
    String other = clinic.client();
    Pet moved = rex(other).setPetId(petId).setStatus(PetStatus.PET_STATUS_DECEASED).build();
    directory.upsertPet(request(moved));
    assertThat(pet(petId).toBuilder().clearUpdateTime().build()).isEqualTo(moved);
  }

  @Test
  void equalUpsertWithANewRequestIdIsASuccess() {
    Staff staff = vera(Clinic.newId()).build();
    directory.upsertStaff(request(staff));
    directory.upsertStaff(request(staff));
    assertThat(staff(staff.getStaffId()).toBuilder().clearUpdateTime().build()).isEqualTo(staff);
  }

  @Test
  void repeatedRequestIdReturnsTheFirstAnswerAndLeavesTheNewerRow() {
    UpsertClientRequest first = request(ana(Clinic.newId()).build());
    Client firstAnswer = directory.upsertClient(first).getClient();
    Client newer =
        directory
            .upsertClient(request(first.getClient().toBuilder().setDisplayName("Newer").build()))
            .getClient();

    assertThat(directory.upsertClient(first).getClient()).isEqualTo(firstAnswer);
    assertThat(client(newer.getClientId())).isEqualTo(newer);
  }

  @Test
  void requestIdWithAnotherPayloadIsRefusedAndChangesNothing() {
    Client client = ana(Clinic.newId()).build();
    Pet pet = rex(clinic.client()).build();
    Staff staff = vera(Clinic.newId()).build();
    Resource room = room(Clinic.newId()).build();
    String id = Clinic.newId();
    directory.upsertClient(request(client).toBuilder().setRequestId(id).build());
    directory.upsertPet(request(pet).toBuilder().setRequestId(id).build());
    directory.upsertStaff(request(staff).toBuilder().setRequestId(id).build());
    directory.upsertResource(request(room).toBuilder().setRequestId(id).build());

    String fresh = Clinic.newId();
    assertReused(id, client.toBuilder().setDisplayName("Other").build());
    assertReused(id, client.toBuilder().setClientId(fresh).build());
    assertReused(id, pet.toBuilder().setClientId(fresh).build());
    assertReused(id, staff.toBuilder().setStaffId(fresh).build());
    assertReused(id, room.toBuilder().setKind(ResourceKind.RESOURCE_KIND_DEVICE).build());

    assertThat(client(client.getClientId()).getDisplayName()).isEqualTo(client.getDisplayName());
    assertRefused(Outcome.CLIENT_NOT_FOUND, () -> client(fresh));
    assertRefused(Outcome.STAFF_NOT_FOUND, () -> staff(fresh));
  }

  @Test
  void requestIdOfAnotherActorIsRefused() {
    UpsertClientRequest request = request(ana(Clinic.newId()).build());
    directory.upsertClient(request);
    Clinic colleague = clinic.as(Role.ROLE_RECEPTION, Clinic.newId());
    assertRefused(Outcome.REQUEST_ID_REUSED, () -> colleague.directory().upsertClient(request));
  }

  @Test
  void tenEqualCallsHaveOneEffectAndEqualAnswers() {
    UpsertClientRequest client = request(ana(Clinic.newId()).build());
    UpsertPetRequest pet = request(rex(clinic.client()).build());
    UpsertStaffRequest staff = request(vera(Clinic.newId()).build());
    UpsertResourceRequest room = request(room(Clinic.newId()).build());

    assertOneEffect(
        "UpsertClient", client.getRequestId(), Race.of(10, i -> directory.upsertClient(client)));
    assertOneEffect("UpsertPet", pet.getRequestId(), Race.of(10, i -> directory.upsertPet(pet)));
    assertOneEffect(
        "UpsertStaff", staff.getRequestId(), Race.of(10, i -> directory.upsertStaff(staff)));
    assertOneEffect(
        "UpsertResource", room.getRequestId(), Race.of(10, i -> directory.upsertResource(room)));
  }

  @Test
  void tenChangesAtOnceAreAuditedAsOneChain() {
    Client client = ana(Clinic.newId()).build();
    directory.upsertClient(request(client));
    Race.of(
        10,
        i ->
            directory.upsertClient(request(client.toBuilder().setDisplayName("Ana " + i).build())));
    // Each change replaced what exactly one other had left.
    assertThat(Audit.replacedNames(server.databaseUrl(), clinic.tenantId(), "UpsertClient"))
        .hasSize(11)
        .doesNotHaveDuplicates()
        .contains(null, "Ana")
        .doesNotContain(client(client.getClientId()).getDisplayName());
  }

  @Test
  void refusalIsNotRemembered() {
    String clientId = Clinic.newId();
    UpsertPetRequest request = request(rex(clientId).build());
    assertRefused(Outcome.CLIENT_NOT_FOUND, () -> directory.upsertPet(request));
    clinic.client(clientId);
    assertThat(directory.upsertPet(request).getPet().getClientId()).isEqualTo(clientId);
  }

  @Test
  void roomCannotBecomeADevice() {
    Resource room = room(Clinic.newId()).build();
    directory.upsertResource(request(room));
    Resource device = room.toBuilder().setKind(ResourceKind.RESOURCE_KIND_DEVICE).build();
    assertRefused(Outcome.RESOURCE_KIND_IS_FIXED, () -> directory.upsertResource(request(device)));
    assertThat(resource(room.getResourceId()).getKind()).isEqualTo(room.getKind());
  }

  @Test
  void firstOfTenFixesTheKind() {
    String id = Clinic.newId();
    Race<UpsertResourceResponse> race =
        Race.of(
            10,
            i ->
                directory.upsertResource(
                    request(
                        room(id)
                            .setKind(
                                i % 2 == 0
                                    ? ResourceKind.RESOURCE_KIND_ROOM
                                    : ResourceKind.RESOURCE_KIND_DEVICE)
                            .build())));
    race.hasWinners(5, Outcome.RESOURCE_KIND_IS_FIXED);
    Set<ResourceKind> kinds =
        race.winners().stream().map(r -> r.getResource().getKind()).collect(Collectors.toSet());
    assertThat(kinds).containsExactly(resource(id).getKind());
  }

  @Test
  void clientSeesOnlyThemselvesAndTheirPets() {
    String self = clinic.client();
    String other = clinic.client();
    String ownPet = clinic.pet(self, "dog");
    String otherPet = clinic.pet(other, "cat");
    DirectoryServiceBlockingStub asClient = clinic.asClient(self).directory();

    assertThat(asClient.getClient(getClient(self)).getClient().getClientId()).isEqualTo(self);
    assertThat(asClient.getPet(getPet(ownPet)).getPet().getPetId()).isEqualTo(ownPet);
    assertRefused(Outcome.CLIENT_NOT_FOUND, () -> asClient.getClient(getClient(other)));
    assertRefused(Outcome.PET_NOT_FOUND, () -> asClient.getPet(getPet(otherPet)));
  }

  @Test
  void unknownIdsAreNotFound() {
    String id = Clinic.newId();
    assertRefused(Outcome.CLIENT_NOT_FOUND, () -> client(id));
    assertRefused(Outcome.PET_NOT_FOUND, () -> pet(id));
    assertRefused(Outcome.STAFF_NOT_FOUND, () -> staff(id));
    assertRefused(Outcome.RESOURCE_NOT_FOUND, () -> resource(id));
    assertRefused(Outcome.CLIENT_NOT_FOUND, () -> directory.upsertPet(request(rex(id).build())));
  }

  @Test
  void idsOfAnotherTenantAreUnknown() {
    Clinic stranger = server.freshClinic();
    String foreignClient = stranger.client();
    assertRefused(Outcome.CLIENT_NOT_FOUND, () -> client(foreignClient));
    assertRefused(Outcome.PET_NOT_FOUND, () -> pet(stranger.pet()));
    assertRefused(Outcome.STAFF_NOT_FOUND, () -> staff(stranger.vet()));
    assertRefused(Outcome.RESOURCE_NOT_FOUND, () -> resource(stranger.room()));
    assertRefused(
        Outcome.CLIENT_NOT_FOUND, () -> directory.upsertPet(request(rex(foreignClient).build())));
  }

  @Test
  void sameIdsInTwoTenantsAreTwoRows() {
    UpsertClientRequest request = request(ana(Clinic.newId()).build());
    directory.upsertClient(request);
    Client theirs = request.getClient().toBuilder().setDisplayName("Theirs").build();
    server.freshClinic().directory().upsertClient(request.toBuilder().setClient(theirs).build());
    assertThat(client(theirs.getClientId()).getDisplayName()).isEqualTo("Ana");
  }

  @Test
  void tenantThatWasNeverCreatedIsRefused() {
    DirectoryServiceBlockingStub nobody =
        DirectoryServiceGrpc.newBlockingStub(server.channel())
            .withInterceptors(UnknownTenant.identity());
    String id = Clinic.newId();
    assertRefused(Outcome.TENANT_NOT_FOUND, () -> nobody.upsertClient(request(ana(id).build())));
    assertRefused(Outcome.TENANT_NOT_FOUND, () -> nobody.upsertPet(request(rex(id).build())));
    assertRefused(Outcome.TENANT_NOT_FOUND, () -> nobody.upsertStaff(request(vera(id).build())));
    assertRefused(Outcome.TENANT_NOT_FOUND, () -> nobody.upsertResource(request(room(id).build())));
  }

  @Test
  void nilUuidIsNoStaffMember() {
    // It stands for the clinic where hours have an owner.
    assertThat(violatedFields(() -> directory.upsertStaff(request(vera(NIL).build()))))
        .containsExactly("staff.staff_id");
    assertRefused(Outcome.STAFF_NOT_FOUND, () -> staff(NIL));
  }

  @Test
  void invalidRowNamesEveryField() {
    Pet pet = Pet.newBuilder().setPetId("1").setSpecies("Dog").build();
    assertThat(violatedFields(() -> directory.upsertPet(request(pet))))
        .containsExactlyInAnyOrder(
            "pet.pet_id", "pet.client_id", "pet.display_name", "pet.species", "pet.status");
  }

  private void assertReused(String requestId, Client client) {
    assertRefused(
        Outcome.REQUEST_ID_REUSED,
        () -> directory.upsertClient(request(client).toBuilder().setRequestId(requestId).build()));
  }

  private void assertReused(String requestId, Pet pet) {
    assertRefused(
        Outcome.REQUEST_ID_REUSED,
        () -> directory.upsertPet(request(pet).toBuilder().setRequestId(requestId).build()));
  }

  private void assertReused(String requestId, Staff staff) {
    assertRefused(
        Outcome.REQUEST_ID_REUSED,
        () -> directory.upsertStaff(request(staff).toBuilder().setRequestId(requestId).build()));
  }

  private void assertReused(String requestId, Resource resource) {
    assertRefused(
        Outcome.REQUEST_ID_REUSED,
        () ->
            directory.upsertResource(
                request(resource).toBuilder().setRequestId(requestId).build()));
  }

  private void assertOneEffect(String operation, String requestId, Race<?> race) {
    assertThat(race.refusals()).isEqualTo(Map.of());
    assertThat(race.winners()).hasSize(10);
    assertThat(Set.copyOf(race.winners())).hasSize(1);
    assertThat(Audit.effects(server.databaseUrl(), clinic.tenantId(), operation, requestId))
        .isEqualTo(1);
  }

  private Client client(String id) {
    return directory.getClient(getClient(id)).getClient();
  }

  private Pet pet(String id) {
    return directory.getPet(getPet(id)).getPet();
  }

  private Staff staff(String id) {
    return directory.getStaff(GetStaffRequest.newBuilder().setStaffId(id).build()).getStaff();
  }

  private Resource resource(String id) {
    return directory
        .getResource(GetResourceRequest.newBuilder().setResourceId(id).build())
        .getResource();
  }

  private static GetClientRequest getClient(String id) {
    return GetClientRequest.newBuilder().setClientId(id).build();
  }

  private static GetPetRequest getPet(String id) {
    return GetPetRequest.newBuilder().setPetId(id).build();
  }

  private static UpsertClientRequest request(Client client) {
    return UpsertClientRequest.newBuilder().setRequestId(Clinic.newId()).setClient(client).build();
  }

  private static UpsertPetRequest request(Pet pet) {
    return UpsertPetRequest.newBuilder().setRequestId(Clinic.newId()).setPet(pet).build();
  }

  private static UpsertStaffRequest request(Staff staff) {
    return UpsertStaffRequest.newBuilder().setRequestId(Clinic.newId()).setStaff(staff).build();
  }

  private static UpsertResourceRequest request(Resource resource) {
    return UpsertResourceRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setResource(resource)
        .build();
  }

  private static Client.Builder ana(String id) {
    return Client.newBuilder()
        .setClientId(id)
        .setDisplayName("Ana")
        .setEmail("ana@example.org")
        .setPhone("+595 21 000 000");
  }

  private static Pet.Builder rex(String clientId) {
    return Pet.newBuilder()
        .setPetId(Clinic.newId())
        .setClientId(clientId)
        .setDisplayName("Rex, \"el {perro}\" \\ 犬")
        .setSpecies("dog")
        .setStatus(PetStatus.PET_STATUS_ACTIVE);
  }

  private static Staff.Builder vera(String id) {
    return Staff.newBuilder()
        .setStaffId(id)
        .setDisplayName("Vera")
        .setRole(StaffRole.STAFF_ROLE_VET)
        .setBookable(true);
  }

  private static Resource.Builder room(String id) {
    return Resource.newBuilder()
        .setResourceId(id)
        .setKind(ResourceKind.RESOURCE_KIND_ROOM)
        .setDisplayName("Room 1")
        .setBookable(true);
  }
}
