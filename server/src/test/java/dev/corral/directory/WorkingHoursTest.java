package dev.corral.directory;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.type.DayOfWeek;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.common.v1.DayWindows;
import dev.corral.common.v1.TimeWindow;
import dev.corral.directory.v1.DateException;
import dev.corral.directory.v1.DeleteDateExceptionRequest;
import dev.corral.directory.v1.DeleteTimeOffRequest;
import dev.corral.directory.v1.DirectoryServiceGrpc;
import dev.corral.directory.v1.DirectoryServiceGrpc.DirectoryServiceBlockingStub;
import dev.corral.directory.v1.GetWorkingHoursRequest;
import dev.corral.directory.v1.GetWorkingHoursResponse;
import dev.corral.directory.v1.SetDateExceptionRequest;
import dev.corral.directory.v1.SetWorkingHoursRequest;
import dev.corral.directory.v1.SetWorkingHoursResponse;
import dev.corral.directory.v1.TimeOff;
import dev.corral.directory.v1.UpsertTimeOffRequest;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Audit;
import dev.corral.testing.Race;
import dev.corral.testing.UnknownTenant;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Weeks, exceptions and absences. */
class WorkingHoursTest {

  private static final String NIL = "00000000-0000-0000-0000-000000000000";
  private static final LocalDate NEW_YEAR = LocalDate.of(2027, 1, 1);

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic("America/Asuncion"); // UTC-3 all year
  private final DirectoryServiceBlockingStub directory = clinic.directory();

  // Weeks.

  @Test
  void weekComesBackByWeekday() {
    DayWindows friday =
        day(DayOfWeek.FRIDAY)
            .addWindows(Clinic.window(0, 60))
            .addWindows(Clinic.window(1350, 1560)) // 22:30 to 02:00
            .addBreaks(Clinic.window(1430, 1445))
            .build();
    DayWindows monday =
        day(DayOfWeek.MONDAY)
            .addWindows(Clinic.window(480, 720))
            .addWindows(Clinic.window(840, 1440)) // to 24:00
            .addBreaks(Clinic.window(600, 615))
            .addBreaks(Clinic.window(900, 905))
            .build();
    DayWindows sunday = day(DayOfWeek.SUNDAY).addWindows(window(600, 600, true)).build();

    assertThat(directory.setWorkingHours(week(sunday, friday, monday)).getDaysList())
        .containsExactly(monday, friday, sunday);
    assertThat(hours(null).getDaysList()).containsExactly(monday, friday, sunday);
  }

  @Test
  void clinicAndStaffHaveWeeksOfTheirOwn() {
    String vet = clinic.vet();
    String other = clinic.vet();
    DayWindows mine = morning(DayOfWeek.WEDNESDAY);
    directory.setWorkingHours(week(mine).toBuilder().setStaffId(vet).build());
    assertThat(hours(vet).getDaysList()).containsExactly(mine);
    assertThat(hours(other).getDaysList()).isEmpty();
    assertThat(hours(null).getDaysList()).hasSize(7);
  }

  @Test
  void secondWeekReplacesTheFirst() {
    directory.setWorkingHours(week(morning(DayOfWeek.TUESDAY), morning(DayOfWeek.THURSDAY)));
    directory.setWorkingHours(week(morning(DayOfWeek.THURSDAY)));
    assertThat(hours(null).getDaysList()).containsExactly(morning(DayOfWeek.THURSDAY));
    directory.setWorkingHours(week());
    assertThat(hours(null).getDaysList()).isEmpty();
  }

  @Test
  void windowThatIsNamedTwiceIsStoredOnce() {
    DayWindows twice =
        morning(DayOfWeek.MONDAY).toBuilder().addWindows(Clinic.window(480, 720)).build();
    assertThat(directory.setWorkingHours(week(twice)).getDaysList())
        .containsExactly(morning(DayOfWeek.MONDAY));
  }

  @Test
  void oldRequestIdReturnsTheOldWeekAndLeavesTheNewerOne() {
    SetWorkingHoursRequest old = week(morning(DayOfWeek.MONDAY));
    SetWorkingHoursResponse firstAnswer = directory.setWorkingHours(old);
    directory.setWorkingHours(week(morning(DayOfWeek.TUESDAY)));
    assertThat(directory.setWorkingHours(old)).isEqualTo(firstAnswer);
    assertThat(hours(null).getDaysList()).containsExactly(morning(DayOfWeek.TUESDAY));
  }

  @Test
  void tenWeeksAtOnceLeaveOneOfThem() {
    String vet = clinic.vet();
    for (String staffId : new String[] {null, vet}) {
      Race<SetWorkingHoursResponse> race =
          Race.of(
              10,
              i ->
                  directory.setWorkingHours(
                      of(staffId)
                          .addDays(
                              day(DayOfWeek.MONDAY).addWindows(Clinic.window(i * 60, i * 60 + 30)))
                          .build()));
      assertThat(race.refusals()).isEqualTo(Map.of());
      List<List<DayWindows>> answers =
          race.winners().stream().map(SetWorkingHoursResponse::getDaysList).toList();
      assertThat(Set.copyOf(answers)).hasSize(10);
      assertThat(answers).contains(hours(staffId).getDaysList());
    }
  }

  // Exceptions.

  @Test
  void exceptionsComeBackByDateWithinTheSpan() {
    DateException eve =
        exception(NEW_YEAR.minusDays(1))
            .addWindows(Clinic.window(1200, 1560)) // 20:00 to 02:00
            .addWindows(Clinic.window(480, 1440))
            .setNote("long \"evening\"")
            .build();
    DateException holiday = exception(NEW_YEAR).setNote("closed").build();
    DateException tooLate = exception(NEW_YEAR.plusDays(2)).build();
    for (DateException exception : List.of(tooLate, holiday, eve)) {
      assertThat(directory.setDateException(set(exception)).getException()).isEqualTo(exception);
    }
    assertThat(
            directory
                .getWorkingHours(span(null, NEW_YEAR.minusDays(1), NEW_YEAR.plusDays(1)))
                .getExceptionsList())
        .containsExactly(eve, holiday);
  }

  @Test
  void secondExceptionOfADateReplacesTheFirst() {
    String vet = clinic.vet();
    directory.setDateException(set(exception(NEW_YEAR).setNote("clinic").build()));
    for (String note : List.of("first", "second")) {
      DateException exception = exception(NEW_YEAR).setNote(note).build();
      directory.setDateException(set(exception).toBuilder().setStaffId(vet).build());
    }
    assertThat(hours(vet).getExceptionsList())
        .containsExactly(exception(NEW_YEAR).setNote("second").build());
    assertThat(hours(null).getExceptionsList())
        .containsExactly(exception(NEW_YEAR).setNote("clinic").build());
  }

  @Test
  void deletedExceptionIsGoneAndDeletingNoneIsASuccess() {
    String vet = clinic.vet();
    directory.setDateException(set(exception(NEW_YEAR).build()));
    directory.setDateException(
        set(exception(NEW_YEAR).build()).toBuilder().setStaffId(vet).build());
    directory.deleteDateException(delete(NEW_YEAR));
    directory.deleteDateException(delete(NEW_YEAR));
    assertThat(hours(null).getExceptionsList()).isEmpty();
    assertThat(hours(vet).getExceptionsList()).hasSize(1);
  }

  @Test
  void oldRequestIdsNeitherRestoreNorRemoveAnException() {
    SetDateExceptionRequest set = set(exception(NEW_YEAR).setNote("old").build());
    DeleteDateExceptionRequest delete = delete(NEW_YEAR);
    directory.setDateException(set);
    directory.deleteDateException(delete);
    assertThat(directory.setDateException(set).getException()).isEqualTo(set.getException());
    assertThat(hours(null).getExceptionsList()).isEmpty();

    directory.setDateException(set(exception(NEW_YEAR).setNote("new").build()));
    directory.deleteDateException(delete);
    assertThat(hours(null).getExceptionsList())
        .containsExactly(exception(NEW_YEAR).setNote("new").build());
  }

  // Absences.

  @Test
  void everyFieldOfAnAbsenceComesBack() {
    TimeOff timeOff =
        timeOff(clinic.vet(), "2027-01-01T03:00:00.123456Z", "2027-01-02T03:00:00.654321Z").build();
    assertThat(directory.upsertTimeOff(upsert(timeOff)).getTimeOff()).isEqualTo(timeOff);
    assertThat(hours(timeOff.getStaffId()).getTimeOffList()).containsExactly(timeOff);
    assertThat(hours(null).getTimeOffList()).isEmpty();
  }

  @Test
  void absencesThatTouchTheSpanComeBackByStart() {
    String vet = clinic.vet();
    TimeOff before = timeOff(vet, "2026-12-30T12:00:00Z", "2027-01-01T03:00:00Z").build();
    TimeOff into = timeOff(vet, "2026-12-31T12:00:00Z", "2027-01-01T03:00:01Z").build();
    TimeOff outOf = timeOff(vet, "2027-01-02T02:59:59Z", "2027-01-09T00:00:00Z").build();
    TimeOff after = timeOff(vet, "2027-01-02T03:00:00Z", "2027-01-09T00:00:00Z").build();
    Stream.of(after, outOf, before, into).forEach(t -> directory.upsertTimeOff(upsert(t)));
    assertThat(directory.getWorkingHours(span(vet, NEW_YEAR, NEW_YEAR)).getTimeOffList())
        .containsExactly(into, outOf);
  }

  @Test
  void secondUpsertOfAnAbsenceMovesItToAnotherStaffMember() {
    TimeOff first = timeOff(clinic.vet(), "2027-01-01T12:00:00Z", "2027-01-01T13:00:00Z").build();
    directory.upsertTimeOff(upsert(first));
    TimeOff second = first.toBuilder().setStaffId(clinic.vet()).setNote("moved").build();
    directory.upsertTimeOff(upsert(second));
    assertThat(hours(first.getStaffId()).getTimeOffList()).isEmpty();
    assertThat(hours(second.getStaffId()).getTimeOffList()).containsExactly(second);
  }

  @Test
  void deletedAbsenceIsGoneAndAnOldRequestIdDoesNotRestoreIt() {
    TimeOff timeOff = timeOff(clinic.vet(), "2027-01-01T12:00:00Z", "2027-01-01T13:00:00Z").build();
    UpsertTimeOffRequest upsert = upsert(timeOff);
    directory.upsertTimeOff(upsert);
    DeleteTimeOffRequest delete = delete(timeOff.getTimeOffId());
    directory.deleteTimeOff(delete);
    directory.deleteTimeOff(delete);
    assertThat(directory.upsertTimeOff(upsert).getTimeOff()).isEqualTo(timeOff);
    assertThat(hours(timeOff.getStaffId()).getTimeOffList()).isEmpty();
    assertRefused(
        Outcome.TIME_OFF_NOT_FOUND, () -> directory.deleteTimeOff(delete(timeOff.getTimeOffId())));
  }

  @Test
  void oneOfTenTakesAnAbsenceBack() {
    TimeOff timeOff = timeOff(clinic.vet(), "2027-01-01T12:00:00Z", "2027-01-01T13:00:00Z").build();
    directory.upsertTimeOff(upsert(timeOff));
    Race.of(10, i -> directory.deleteTimeOff(delete(timeOff.getTimeOffId())))
        .hasWinners(1, Outcome.TIME_OFF_NOT_FOUND);
  }

  // Refusals.

  @Test
  void tenEqualCallsHaveOneEffectAndEqualAnswers() {
    SetWorkingHoursRequest week = week(morning(DayOfWeek.MONDAY));
    SetDateExceptionRequest set = set(exception(NEW_YEAR).build());
    DeleteDateExceptionRequest unset = delete(NEW_YEAR);
    DeleteDateExceptionRequest unsetNone = delete(NEW_YEAR.plusDays(1));
    UpsertTimeOffRequest upsert =
        upsert(timeOff(clinic.vet(), "2027-01-01T12:00:00Z", "2027-01-01T13:00:00Z").build());
    DeleteTimeOffRequest delete = delete(upsert.getTimeOff().getTimeOffId());

    assertOneEffect(
        "SetWorkingHours", week.getRequestId(), Race.of(10, i -> directory.setWorkingHours(week)));
    assertOneEffect(
        "SetDateException", set.getRequestId(), Race.of(10, i -> directory.setDateException(set)));
    assertOneEffect(
        "DeleteDateException",
        unset.getRequestId(),
        Race.of(10, i -> directory.deleteDateException(unset)));
    assertOneEffect(
        "DeleteDateException",
        unsetNone.getRequestId(),
        Race.of(10, i -> directory.deleteDateException(unsetNone)));
    assertOneEffect(
        "UpsertTimeOff", upsert.getRequestId(), Race.of(10, i -> directory.upsertTimeOff(upsert)));
    assertOneEffect(
        "DeleteTimeOff", delete.getRequestId(), Race.of(10, i -> directory.deleteTimeOff(delete)));
  }

  @Test
  void requestIdWithAnotherPayloadIsRefusedAndChangesNothing() {
    String id = Clinic.newId();
    String unknown = Clinic.newId();
    TimeOff timeOff = timeOff(clinic.vet(), "2027-01-01T12:00:00Z", "2027-01-01T13:00:00Z").build();
    directory.upsertTimeOff(upsert(timeOff));
    calls(directory, id, null, timeOff).forEach(Runnable::run);

    // Staff that does not exist: a reused id is found first.
    TimeOff other = timeOff(unknown, "2027-01-01T12:00:00Z", "2027-01-01T13:00:00Z").build();
    for (Runnable call : calls(directory, id, unknown, other)) {
      assertRefused(Outcome.REQUEST_ID_REUSED, call::run);
    }
    assertThat(hours(null).getDaysList()).containsExactly(morning(DayOfWeek.MONDAY));
  }

  @Test
  void unknownForeignAndNilStaffIdsAreNotFound() {
    String foreign = server.freshClinic().vet();
    for (String staffId : List.of(Clinic.newId(), foreign, NIL)) {
      TimeOff timeOff = timeOff(staffId, "2027-01-01T12:00:00Z", "2027-01-01T13:00:00Z").build();
      List<Runnable> calls = calls(directory, Clinic.newId(), staffId, timeOff);
      for (Runnable call : calls.subList(0, calls.size() - 1)) {
        assertRefused(Outcome.STAFF_NOT_FOUND, call::run);
      }
      assertRefused(Outcome.STAFF_NOT_FOUND, () -> hours(staffId));
      assertRefused(Outcome.TIME_OFF_NOT_FOUND, calls.get(calls.size() - 1)::run);
    }
    assertThat(hours(null).getDaysList()).hasSize(7);
  }

  @Test
  void absenceOfAnotherTenantIsUnknown() {
    Clinic stranger = server.freshClinic();
    TimeOff theirs =
        timeOff(stranger.vet(), "2027-01-01T12:00:00Z", "2027-01-01T13:00:00Z").build();
    stranger.directory().upsertTimeOff(upsert(theirs));
    assertRefused(
        Outcome.TIME_OFF_NOT_FOUND, () -> directory.deleteTimeOff(delete(theirs.getTimeOffId())));
  }

  @Test
  void tenantThatWasNeverCreatedIsRefused() {
    DirectoryServiceBlockingStub nobody =
        DirectoryServiceGrpc.newBlockingStub(server.channel())
            .withInterceptors(UnknownTenant.identity());
    TimeOff timeOff =
        timeOff(Clinic.newId(), "2027-01-01T12:00:00Z", "2027-01-01T13:00:00Z").build();
    for (Runnable call : calls(nobody, Clinic.newId(), null, timeOff)) {
      assertRefused(Outcome.TENANT_NOT_FOUND, call::run);
    }
  }

  // Public case 039, nextcloud/calendar#8857: hours whose start is not before the end were saved.
  @Test
  void hoursThatMakeNoSenseNameEveryFieldAndAreNotStored() {
    DayWindows bad =
        day(DayOfWeek.MONDAY)
            .addWindows(window(600, 600, false))
            .addWindows(window(480, 720, false))
            .addWindows(window(480, 720, true)) // longer than a day
            .addBreaks(window(720, 600, false))
            .build();
    assertThat(
            violatedFields(() -> directory.setWorkingHours(week(morning(DayOfWeek.FRIDAY), bad))))
        .containsExactlyInAnyOrder("days[1].windows[0]", "days[1].windows[2]", "days[1].breaks[0]");
    DateException backwards = exception(NEW_YEAR).addWindows(window(720, 480, false)).build();
    assertThat(violatedFields(() -> directory.setDateException(set(backwards))))
        .containsExactly("exception.windows[0]");
    assertThat(hours(null).getDaysList()).isEqualTo(Clinic.everyDay(0, 1440));
    assertThat(hours(null).getExceptionsList()).isEmpty();
  }

  @Test
  void windowNeitherStartsAtTheEndOfADayNorEndsAtItsStart() {
    DayWindows bad =
        day(DayOfWeek.MONDAY)
            .addWindows(window(1440, 60, true))
            .addWindows(window(600, 0, true))
            .build();
    assertThat(violatedFields(() -> directory.setWorkingHours(week(bad))))
        .containsExactlyInAnyOrder("days[0].windows[0].start", "days[0].windows[1].end");
  }

  @Test
  void weekdayThatIsNamedTwiceIsRefused() {
    DayWindows monday = morning(DayOfWeek.MONDAY);
    assertThat(violatedFields(() -> directory.setWorkingHours(week(monday, monday))))
        .containsExactly("days");
  }

  @Test
  void absenceLastsFromAMicrosecondTo366Days() {
    String vet = clinic.vet();
    TimeOff shortest =
        timeOff(vet, "2027-01-01T00:00:00.000000500Z", "2027-01-01T00:00:00.000001500Z").build();
    TimeOff longest = timeOff(vet, "2027-01-01T00:00:00Z", "2028-01-02T00:00:00Z").build();
    directory.upsertTimeOff(upsert(shortest));
    directory.upsertTimeOff(upsert(longest));
    for (TimeOff bad :
        List.of(
            timeOff(vet, "2027-01-01T00:00:00Z", "2027-01-01T00:00:00Z").build(),
            timeOff(vet, "2027-01-02T00:00:00Z", "2027-01-01T00:00:00Z").build(),
            timeOff(vet, "2027-01-01T00:00:00.0000001Z", "2027-01-01T00:00:00.0000002Z").build(),
            timeOff(vet, "2027-01-01T00:00:00Z", "2028-01-02T00:00:01Z").build())) {
      assertThat(violatedFields(() -> directory.upsertTimeOff(upsert(bad))))
          .containsExactly("time_off");
    }
  }

  @Test
  void spanIsAtMost366Days() {
    directory.getWorkingHours(span(null, NEW_YEAR, NEW_YEAR));
    directory.getWorkingHours(span(null, NEW_YEAR, NEW_YEAR.plusDays(366)));
    for (LocalDate bad : List.of(NEW_YEAR.minusDays(1), NEW_YEAR.plusDays(367))) {
      assertThat(violatedFields(() -> directory.getWorkingHours(span(null, NEW_YEAR, bad))))
          .containsExactly("to_date");
    }
  }

  private void assertOneEffect(String operation, String requestId, Race<?> race) {
    assertThat(race.refusals()).isEqualTo(Map.of());
    assertThat(race.winners()).hasSize(10);
    assertThat(Set.copyOf(race.winners())).hasSize(1);
    assertThat(Audit.effects(server.databaseUrl(), clinic.tenantId(), operation, requestId))
        .isEqualTo(1);
  }

  /** Each write with this request id; the last takes the absence back. */
  private static List<Runnable> calls(
      DirectoryServiceBlockingStub stub, String requestId, String staffId, TimeOff timeOff) {
    SetWorkingHoursRequest week =
        of(staffId).setRequestId(requestId).addDays(morning(DayOfWeek.MONDAY)).build();
    SetDateExceptionRequest.Builder set =
        set(exception(NEW_YEAR).build()).toBuilder().setRequestId(requestId);
    DeleteDateExceptionRequest.Builder unset = delete(NEW_YEAR).toBuilder().setRequestId(requestId);
    if (staffId != null) {
      set.setStaffId(staffId);
      unset.setStaffId(staffId);
    }
    UpsertTimeOffRequest upsert = upsert(timeOff).toBuilder().setRequestId(requestId).build();
    DeleteTimeOffRequest delete =
        delete(timeOff.getTimeOffId()).toBuilder().setRequestId(requestId).build();
    return List.of(
        () -> stub.setWorkingHours(week),
        () -> stub.setDateException(set.build()),
        () -> stub.deleteDateException(unset.build()),
        () -> stub.upsertTimeOff(upsert),
        () -> stub.deleteTimeOff(delete));
  }

  private GetWorkingHoursResponse hours(String staffId) {
    return directory.getWorkingHours(span(staffId, NEW_YEAR.minusDays(30), NEW_YEAR.plusDays(30)));
  }

  private static GetWorkingHoursRequest span(String staffId, LocalDate from, LocalDate to) {
    GetWorkingHoursRequest.Builder request =
        GetWorkingHoursRequest.newBuilder()
            .setFromDate(Clinic.date(from))
            .setToDate(Clinic.date(to));
    if (staffId != null) {
      request.setStaffId(staffId);
    }
    return request.build();
  }

  private static SetWorkingHoursRequest.Builder of(String staffId) {
    SetWorkingHoursRequest.Builder request =
        SetWorkingHoursRequest.newBuilder().setRequestId(Clinic.newId());
    return staffId == null ? request : request.setStaffId(staffId);
  }

  private static SetWorkingHoursRequest week(DayWindows... days) {
    return of(null).addAllDays(List.of(days)).build();
  }

  private static DayWindows.Builder day(DayOfWeek weekday) {
    return DayWindows.newBuilder().setWeekday(weekday);
  }

  private static DayWindows morning(DayOfWeek weekday) {
    return day(weekday).addWindows(Clinic.window(480, 720)).build();
  }

  private static TimeWindow window(int startMinute, int endMinute, boolean endsNextDay) {
    return TimeWindow.newBuilder()
        .setStart(Clinic.time(startMinute))
        .setEnd(Clinic.time(endMinute))
        .setEndsNextDay(endsNextDay)
        .build();
  }

  private static DateException.Builder exception(LocalDate date) {
    return DateException.newBuilder().setDate(Clinic.date(date));
  }

  private static SetDateExceptionRequest set(DateException exception) {
    return SetDateExceptionRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setException(exception)
        .build();
  }

  private static DeleteDateExceptionRequest delete(LocalDate date) {
    return DeleteDateExceptionRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setDate(Clinic.date(date))
        .build();
  }

  private static TimeOff.Builder timeOff(String staffId, String start, String end) {
    return TimeOff.newBuilder()
        .setTimeOffId(Clinic.newId())
        .setStaffId(staffId)
        .setStartTime(Clinic.timestamp(Instant.parse(start)))
        .setEndTime(Clinic.timestamp(Instant.parse(end)))
        .setNote("away");
  }

  private static UpsertTimeOffRequest upsert(TimeOff timeOff) {
    return UpsertTimeOffRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setTimeOff(timeOff)
        .build();
  }

  private static DeleteTimeOffRequest delete(String timeOffId) {
    return DeleteTimeOffRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setTimeOffId(timeOffId)
        .build();
  }
}
