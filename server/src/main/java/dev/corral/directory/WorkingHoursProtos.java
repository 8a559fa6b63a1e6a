package dev.corral.directory;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.corral.common.v1.DayWindows;
import dev.corral.directory.v1.DateException;
import dev.corral.directory.v1.GetWorkingHoursRequest;
import dev.corral.directory.v1.GetWorkingHoursResponse;
import dev.corral.directory.v1.TimeOff;
import dev.corral.grpc.InvalidRequest;
import dev.corral.grpc.LocalTimes;
import dev.corral.grpc.WeeklyWindows;
import dev.corral.kernel.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;

/** Weeks, exceptions and absences between the contract and the database. */
final class WorkingHoursProtos {

  private static final int SPAN_DAYS_MAX = 366;

  private WorkingHoursProtos() {}

  static List<DayWindows> days(Row row) throws SQLException {
    return new WeeklyWindows(
            row.integers("weekdays"),
            row.integers("start_minutes"),
            row.integers("end_minutes"),
            row.bools("breaks"))
        .days();
  }

  static DateException dateException(Row row) throws SQLException {
    return dateException(
        row.date("date"),
        row.integers("start_minutes"),
        row.integers("end_minutes"),
        row.text("note"));
  }

  static TimeOff timeOff(Row row) throws SQLException {
    return TimeOff.newBuilder()
        .setTimeOffId(row.text("time_off_id"))
        .setStaffId(row.text("staff_id"))
        .setStartTime(row.timestamp("start_time"))
        .setEndTime(row.timestamp("end_time"))
        .setNote(row.text("note"))
        .build();
  }

  static GetWorkingHoursResponse workingHours(Row row) throws SQLException {
    return GetWorkingHoursResponse.newBuilder()
        .addAllDays(days(row))
        .addAllExceptions(
            row.objects("date_exceptions").stream().map(WorkingHoursProtos::dateException).toList())
        .addAllTimeOff(row.objects("time_off").stream().map(WorkingHoursProtos::timeOff).toList())
        .build();
  }

  static List<Integer> startMinutes(DateException exception) {
    return exception.getWindowsList().stream().map(LocalTimes::startMinute).toList();
  }

  static List<Integer> endMinutes(DateException exception) {
    return exception.getWindowsList().stream().map(LocalTimes::endMinute).toList();
  }

  static LocalDate fromDate(GetWorkingHoursRequest request) {
    return LocalTimes.date(request.getFromDate());
  }

  /** The last date of the span, which the contract bounds and CEL cannot count. */
  static LocalDate toDate(GetWorkingHoursRequest request) {
    LocalDate from = fromDate(request);
    LocalDate to = LocalTimes.date(request.getToDate());
    if (to.isBefore(from) || to.isAfter(from.plusDays(SPAN_DAYS_MAX))) {
      throw new InvalidRequest(
          "to_date", "must be from_date or at most " + SPAN_DAYS_MAX + " days after it");
    }
    return to;
  }

  private static DateException dateException(JsonObject row) {
    return dateException(
        LocalDate.parse(row.get("date").getAsString()),
        integers(row.getAsJsonArray("start_minutes")),
        integers(row.getAsJsonArray("end_minutes")),
        row.get("note").getAsString());
  }

  private static DateException dateException(
      LocalDate date, List<Integer> startMinutes, List<Integer> endMinutes, String note) {
    DateException.Builder exception =
        DateException.newBuilder().setDate(LocalTimes.date(date)).setNote(note);
    for (int i = 0; i < startMinutes.size(); i++) {
      exception.addWindows(LocalTimes.window(startMinutes.get(i), endMinutes.get(i)));
    }
    return exception.build();
  }

  private static TimeOff timeOff(JsonObject row) {
    return TimeOff.newBuilder()
        .setTimeOffId(row.get("time_off_id").getAsString())
        .setStaffId(row.get("staff_id").getAsString())
        .setStartTime(Row.timestamp(instant(row, "start_time")))
        .setEndTime(Row.timestamp(instant(row, "end_time")))
        .setNote(row.get("note").getAsString())
        .build();
  }

  private static Instant instant(JsonObject row, String member) {
    return OffsetDateTime.parse(row.get(member).getAsString()).toInstant();
  }

  private static List<Integer> integers(JsonArray elements) {
    return elements.asList().stream().map(JsonElement::getAsInt).toList();
  }
}
