package dev.corral.grpc;

import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import com.google.type.Date;
import com.google.type.TimeOfDay;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.booking.v1.ListAppointmentsRequest;
import dev.corral.booking.v1.ListAvailableSlotsRequest;
import dev.corral.booking.v1.UpdateAppointmentStatusRequest;
import dev.corral.common.v1.DayWindows;
import dev.corral.common.v1.LocalDateTime;
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
                violatedFields(() -> list(ListAppointmentsRequest.newBuilder().addStatusesValue(99)))))
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
            violatedFields(
                () -> upsert(Client.newBuilder().setDisplayName("a\0b").setEmail("\0"))))
        .containsExactly("client.display_name", "client.email");
    assertThat(violatedFields(() -> book(BookAppointmentRequest.newBuilder().setNote("\0"))))
        .containsExactly("note");
    assertThat(
            violatedFields(
                () ->
                    clinic.service(Clinic.consultation(30).addSpecies("dog").addSpecies("c\0t"))))
        .containsExactly("service.species[1]");
  }

  @Test
  void instantIsOneOfThisCenturyOnAWholeMinute() {
    Stream.of(
            seconds(Long.MAX_VALUE),
            seconds(Long.MIN_VALUE),
            seconds(-1),
            seconds(946_684_799L), // the last second of 1999
            seconds(4_102_444_800L), // the first of 2100
            nanos(-1),
            nanos(1_000_000_000),
            nanos(Integer.MAX_VALUE))
        .forEach(
            wrong ->
                assertThat(violatedFields(() -> book(complete().setStartTime(wrong))))
                    .as("%s", wrong)
                    .containsExactly("start_time"));
    assertThat(violatedFields(() -> book(complete().setStartTime(seconds(YEAR_2027 + 1)))))
        .containsExactly("start_time");
    assertThat(violatedFields(() -> book(complete().setStartTime(nanos(1)))))
        .containsExactly("start_time");
    assertThat(
            violatedFields(
                () ->
                    list(
                        ListAppointmentsRequest.newBuilder()
                            .setFromTime(seconds(-1))
                            .setToTime(nanos(-1)))))
        .containsExactly("from_time", "to_time");
  }

  @Test
  void dateIsOneOfTheCalendar() {
    Stream.of(
            date(2027, 2, 29),
            date(2027, 2, 30),
            date(2100, 1, 1),
            date(1999, 12, 31),
            date(2027, 0, 1),
            date(2027, 13, 1),
            date(2027, 1, 0),
            date(2027, 1, -1),
            date(0, 0, 0),
            date(Integer.MAX_VALUE, Integer.MIN_VALUE, 1))
        .forEach(
            wrong ->
                assertThat(violatedFields(() -> slots(wrong, date(2027, 3, 1))))
                    .as("%s", wrong)
                    .containsExactly("from_date"));
    assertThat(violatedFields(() -> slots(date(2027, 2, 29), date(2027, 4, 31))))
        .containsExactly("from_date", "to_date");
  }

  @Test
  void spanOfDatesIsNeitherEmptyNorTooLong() {
    assertThat(violatedFields(() -> slots(date(2027, 3, 2), date(2027, 3, 1))))
        .containsExactly("to_date");
    assertThat(violatedFields(() -> slots(date(2027, 3, 1), date(2027, 4, 1))))
        .containsExactly("to_date");
    assertThat(violatedFields(() -> slots(date(2000, 1, 1), date(2099, 12, 31))))
        .containsExactly("to_date");
  }

  @Test
  void timeOfDayIsAMinuteOfTheDay() {
    Stream.of(time(25, 0), time(24, 1), time(-1, 0), time(12, 60), time(12, -1))
        .forEach(
            wrong ->
                assertThat(violatedFields(() -> bookAt(wrong)))
                    .as("%s", wrong)
                    .containsExactly("local_start.time"));
    assertThat(violatedFields(() -> bookAt(time(12, 0).toBuilder().setSeconds(1).build())))
        .containsExactly("local_start.time");
    assertThat(violatedFields(() -> bookAt(time(12, 0).toBuilder().setNanos(1).build())))
        .containsExactly("local_start.time");
  }

  @Test
  void localStartEndsBeforeMidnight() {
    assertThat(violatedFields(() -> bookAt(time(24, 0)))).containsExactly("local_start.time");
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
    Stream.of("", " ", id + " ", "{" + id + "}", id.replace("-", ""), "1-1-1-1-1", "null", "' OR 1=1")
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
            UpsertClientRequest.newBuilder().setRequestId(Clinic.newId()).setClient(client).build());
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
    clinic
        .directory()
        .setWorkingHours(SetWorkingHoursRequest.newBuilder().addDays(day).build());
  }

  private void list(ListAppointmentsRequest.Builder request) {
    clinic.bookings().listAppointments(request.build());
  }

  private void book(BookAppointmentRequest.Builder request) {
    clinic.book(request);
  }

  private void bookAt(TimeOfDay time) {
    book(
        complete()
            .setLocalStart(
                LocalDateTime.newBuilder().setDate(date(2027, 3, 1)).setTime(time)));
  }

  private void slots(Date from, Date to) {
    clinic
        .bookings()
        .listAvailableSlots(
            ListAvailableSlotsRequest.newBuilder()
                .addServiceIds(Clinic.newId())
                .setFromDate(from)
                .setToDate(to)
                .build());
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

  private static Timestamp nanos(int nanos) {
    return Timestamp.newBuilder().setSeconds(YEAR_2027).setNanos(nanos).build();
  }

  private static Date date(int year, int month, int day) {
    return Date.newBuilder().setYear(year).setMonth(month).setDay(day).build();
  }

  private static TimeOfDay time(int hours, int minutes) {
    return TimeOfDay.newBuilder().setHours(hours).setMinutes(minutes).build();
  }
}
