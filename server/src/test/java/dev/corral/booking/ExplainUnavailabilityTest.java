package dev.corral.booking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.Blocker;
import dev.corral.booking.v1.ExplainUnavailabilityRequest;
import dev.corral.booking.v1.StaffExplanation;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExplainUnavailabilityTest {

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();
  private final List<String> vets = Stream.of(clinic.vet(), clinic.vet()).sorted().toList();
  private final String service = clinic.service(30);
  private final Instant ten = clinic.at(3, 10, 0);

  @Test
  void timeThatIsOfferedHasNothingAgainstIt() {
    assertThat(explain(request()))
        .containsExactly(
            StaffExplanation.newBuilder().setStaffId(vets.get(0)).setAvailable(true).build(),
            StaffExplanation.newBuilder().setStaffId(vets.get(1)).setAvailable(true).build());
  }

  @Test
  void eachMemberHasReasonsOfTheirOwn() {
    Appointment rival =
        clinic.book(clinic.pet(), vets.get(1), Clinic.minutesLater(ten, 15), service);
    clinic.setHours(vets.get(0), Clinic.everyDay(0, 600));
    List<StaffExplanation> staff = explain(request());
    assertThat(staff).extracting(StaffExplanation::getStaffId).isEqualTo(vets);
    assertThat(staff).extracting(StaffExplanation::getAvailable).containsOnly(false);
    assertThat(reasons(staff.get(0))).containsExactly("STAFF_NOT_WORKING");
    assertThat(reasons(staff.get(1))).containsExactly("STAFF_BUSY");
    Blocker busy = staff.get(1).getBlockers(0);
    assertThat(busy.getAppointmentIdsList()).containsExactly(rival.getAppointmentId());
    assertThat(busy.getDescription()).isNotEmpty();
    assertThat(explain(request().addStaffIds(vets.get(1)))).containsExactly(staff.get(1));
  }

  @Test
  void everyReasonIsToldInTheOrderOfBooking() {
    BookingScene scene = new BookingScene(server);
    Appointment withVet = scene.rival(scene.clinic.pet(), scene.vet, v -> {});
    Appointment withRoom =
        scene.rival(
            scene.pet, scene.other, v -> v.addRoomIds(scene.room).addDeviceIds(scene.device));
    scene.vetIsAway();
    scene.clinic.setHours(scene.vet, Clinic.everyDay(605, 1440));
    scene.service(v -> v.addAllOffered(Clinic.everyDay(605, 1440)));
    scene.clinic.setHours(null, Clinic.everyDay(605, 1440));
    scene.settings(t -> t.setMinNoticeMinutes(43_200).setHorizonDays(1));
    assertThat(scene.explain())
        .containsExactly(
            "NOTICE_TOO_SHORT",
            "BEYOND_HORIZON",
            "CLINIC_CLOSED",
            "SERVICE_NOT_OFFERED",
            "STAFF_NOT_WORKING",
            "STAFF_ON_LEAVE",
            "STAFF_BUSY",
            "PET_BUSY",
            "ROOM_BUSY",
            "DEVICE_BUSY");
    assertThat(withVet).isNotEqualTo(withRoom);
  }

  @Test
  void appointmentsInTheWayAreNamedByKind() {
    String room = clinic.room();
    String other = clinic.room();
    String surgery = clinic.service(Clinic.consultation(60).addRoomIds(room).addRoomIds(other));
    String vet = clinic.vet();
    Appointment first =
        clinic.book(Clinic.booking(clinic.pet(), ten, surgery).setStaffId(vet).setRoomId(room));
    Appointment second =
        clinic.book(
            Clinic.booking(clinic.pet(), Clinic.minutesLater(ten, 30), surgery)
                .setStaffId(vets.get(0))
                .setRoomId(other));
    List<Blocker> blockers =
        explain(
                ExplainUnavailabilityRequest.newBuilder()
                    .addServiceIds(surgery)
                    .addStaffIds(vets.get(0))
                    .setPetId(first.getPetId())
                    .setStartTime(Clinic.timestamp(ten)))
            .get(0)
            .getBlockersList();
    assertThat(blockers)
        .extracting(blocker -> blocker.getError().getReason())
        .containsExactly("STAFF_BUSY", "PET_BUSY", "ROOM_BUSY");
    assertThat(blockers.get(0).getAppointmentIdsList()).containsExactly(second.getAppointmentId());
    assertThat(blockers.get(1).getAppointmentIdsList()).containsExactly(first.getAppointmentId());
    assertThat(blockers.get(2).getAppointmentIdsList())
        .containsExactlyInAnyOrder(first.getAppointmentId(), second.getAppointmentId());
  }

  private ExplainUnavailabilityRequest.Builder request() {
    return ExplainUnavailabilityRequest.newBuilder()
        .addServiceIds(service)
        .setStartTime(Clinic.timestamp(ten));
  }

  private List<StaffExplanation> explain(ExplainUnavailabilityRequest.Builder request) {
    return clinic.bookings().explainUnavailability(request.build()).getStaffList();
  }

  private static List<String> reasons(StaffExplanation staff) {
    return staff.getBlockersList().stream().map(blocker -> blocker.getError().getReason()).toList();
  }
}
