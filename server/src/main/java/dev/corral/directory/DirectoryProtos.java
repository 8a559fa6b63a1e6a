package dev.corral.directory;

import dev.corral.directory.v1.Client;
import dev.corral.directory.v1.Pet;
import dev.corral.directory.v1.PetStatus;
import dev.corral.directory.v1.Resource;
import dev.corral.directory.v1.ResourceKind;
import dev.corral.directory.v1.Staff;
import dev.corral.directory.v1.StaffRole;
import dev.corral.kernel.Row;
import java.sql.SQLException;

/** Clients, pets, staff and resources between the contract and the database. */
final class DirectoryProtos {

  private static final String STATUS = "PET_STATUS_";
  private static final String ROLE = "STAFF_ROLE_";
  private static final String KIND = "RESOURCE_KIND_";

  private DirectoryProtos() {}

  static Client client(Row row) throws SQLException {
    return Client.newBuilder()
        .setClientId(row.text("client_id"))
        .setDisplayName(row.text("display_name"))
        .setEmail(row.text("email"))
        .setPhone(row.text("phone"))
        .setUpdateTime(row.timestamp("update_time"))
        .build();
  }

  static Pet pet(Row row) throws SQLException {
    return Pet.newBuilder()
        .setPetId(row.text("pet_id"))
        .setClientId(row.text("client_id"))
        .setDisplayName(row.text("display_name"))
        .setSpecies(row.text("species"))
        .setStatus(PetStatus.valueOf(STATUS + row.text("status")))
        .setUpdateTime(row.timestamp("update_time"))
        .build();
  }

  static Staff staff(Row row) throws SQLException {
    return Staff.newBuilder()
        .setStaffId(row.text("staff_id"))
        .setDisplayName(row.text("display_name"))
        .setRole(StaffRole.valueOf(ROLE + row.text("role")))
        .setBookable(row.bool("bookable"))
        .setUpdateTime(row.timestamp("update_time"))
        .build();
  }

  static Resource resource(Row row) throws SQLException {
    return Resource.newBuilder()
        .setResourceId(row.text("resource_id"))
        .setKind(ResourceKind.valueOf(KIND + row.text("kind")))
        .setDisplayName(row.text("display_name"))
        .setBookable(row.bool("bookable"))
        .setUpdateTime(row.timestamp("update_time"))
        .build();
  }

  static String status(Pet pet) {
    return pet.getStatus().name().substring(STATUS.length());
  }

  static String role(Staff staff) {
    return staff.getRole().name().substring(ROLE.length());
  }

  static String kind(Resource resource) {
    return resource.getKind().name().substring(KIND.length());
  }
}
