package dev.corral.grpc;

import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.booking.v1.ListAppointmentsRequest;
import dev.corral.booking.v1.UpdateAppointmentStatusRequest;
import dev.corral.common.v1.DayWindows;
import dev.corral.directory.v1.Client;
import dev.corral.directory.v1.Pet;
import dev.corral.directory.v1.Resource;
import dev.corral.directory.v1.SetWorkingHoursRequest;
import dev.corral.directory.v1.Staff;
import dev.corral.directory.v1.UpsertClientRequest;
import dev.corral.directory.v1.UpsertPetRequest;
import dev.corral.directory.v1.UpsertResourceRequest;
import dev.corral.directory.v1.UpsertStaffRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a request that breaks the rules of the contract meets on its way in. */
class CallPathTest {

  private static final long YEAR_2027 = 1_798_761_600L;

  private final Clinic clinic = TestServer.shared().freshClinic();

  // 203, protocolbuffers/protobuf#22829
  @Test
  void enumValueThatTheServerDoesNotKnowIsNoZero() {
    assertThat(
            List.of(
                violatedFields(() -> upsert(Pet.newBuilder().setStatusValue(99))),
                violatedFields(() -> upsert(Staff.newBuilder().setRoleValue(99))),
                violatedFields(() -> upsert(Resource.newBuilder().setKindValue(99))),
                violatedFields(() -> upsert(DayWindows.newBuilder().setWeekdayValue(99))),
                violatedFields(
                    () ->
                        clinic
                            .bookings()
                            .updateAppointmentStatus(
                                UpdateAppointmentStatusRequest.newBuilder()
                                    .setStatusValue(99)
                                    .build())),
                violatedFields(
                    () -> list(ListAppointmentsRequest.newBuilder().addStatusesValue(99)))))
        .satisfiesExactly(
            pet -> assertThat(pet).contains("pet.status"),
            staff -> assertThat(staff).contains("staff.role"),
            resource -> assertThat(resource).contains("resource.kind"),
            week -> assertThat(week).contains("days[0].weekday"),
            update -> assertThat(update).contains("status"),
            list -> assertThat(list).containsExactly("statuses[0]"));
  }

  @Test
  void zeroOfAnEnumIsNoValue() {
    assertThat(violatedFields(() -> upsert(Pet.newBuilder().setStatusValue(0))))
        .contains("pet.status");
    assertThat(violatedFields(() -> list(ListAppointmentsRequest.newBuilder().addStatusesValue(0))))
        .containsExactly("statuses[0]");
  }

  @Test
  void textWithNulIsRefusedWhereverItStands() {
    assertThat(
            violatedFields(() -> upsert(Client.newBuilder().setDisplayName("a\0b").setEmail("\0"))))
        .containsExactly("client.display_name", "client.email");
    assertThat(violatedFields(() -> book(BookAppointmentRequest.newBuilder().setNote("\0"))))
        .containsExactly("note");
    assertThat(
            violatedFields(
                () -> clinic.service(Clinic.consultation(30).addSpecies("dog").addSpecies("c\0t"))))
        .containsExactly("service.species[1]");
  }

  @Test
  void everyViolationIsToldAtOnce() {
    assertThat(
            violatedFields(
                () ->
                    book(
                        BookAppointmentRequest.newBuilder()
                            .setRequestId("no")
                            .setPetId("no")
                            .addServiceIds("no")
                            .addServiceIds("no")
                            .setStaffId("no")
                            .setRoomId("no")
                            .setNote("n".repeat(1001)))))
        .containsExactlyInAnyOrder(
            "request_id",
            "pet_id",
            "service_ids",
            "service_ids[0]",
            "service_ids[1]",
            "start",
            "staff_id",
            "room_id",
            "note");
  }

  @Test
  void idIsAUuidAndNothingLikeIt() {
    String id = Clinic.newId();
    Stream.of(
            "", " ", id + " ", "{" + id + "}", id.replace("-", ""), "1-1-1-1-1", "null", "' OR 1=1")
        .forEach(
            wrong ->
                assertThat(violatedFields(() -> book(complete().setPetId(wrong))))
                    .as("%s", wrong)
                    .containsExactly("pet_id"));
  }

  private void upsert(Client.Builder client) {
    clinic
        .directory()
        .upsertClient(
            UpsertClientRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setClient(client)
                .build());
  }

  private void upsert(Pet.Builder pet) {
    clinic.directory().upsertPet(UpsertPetRequest.newBuilder().setPet(pet).build());
  }

  private void upsert(Staff.Builder staff) {
    clinic.directory().upsertStaff(UpsertStaffRequest.newBuilder().setStaff(staff).build());
  }

  private void upsert(Resource.Builder resource) {
    clinic
        .directory()
        .upsertResource(UpsertResourceRequest.newBuilder().setResource(resource).build());
  }

  private void upsert(DayWindows.Builder day) {
    clinic.directory().setWorkingHours(SetWorkingHoursRequest.newBuilder().addDays(day).build());
  }

  private void list(ListAppointmentsRequest.Builder request) {
    clinic.bookings().listAppointments(request.build());
  }

  private void book(BookAppointmentRequest.Builder request) {
    clinic.book(request);
  }

  private static BookAppointmentRequest.Builder complete() {
    return BookAppointmentRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setPetId(Clinic.newId())
        .addServiceIds(Clinic.newId())
        .setStartTime(seconds(YEAR_2027));
  }

  private static Timestamp seconds(long seconds) {
    return Timestamp.newBuilder().setSeconds(seconds).build();
  }
}
