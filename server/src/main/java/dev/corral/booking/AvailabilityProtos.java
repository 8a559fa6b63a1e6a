package dev.corral.booking;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Timestamp;
import dev.corral.booking.v1.Blocker;
import dev.corral.booking.v1.ExplainUnavailabilityResponse;
import dev.corral.booking.v1.ListAvailableSlotsRequest;
import dev.corral.booking.v1.ListAvailableSlotsResponse;
import dev.corral.booking.v1.Slot;
import dev.corral.booking.v1.StaffExplanation;
import dev.corral.grpc.InvalidRequest;
import dev.corral.grpc.LocalTimes;
import dev.corral.grpc.Statuses;
import dev.corral.kernel.Outcome;
import dev.corral.kernel.Row;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Free slots and what stands against them, between the contract and the database. */
final class AvailabilityProtos {

  private static final int DATES_MAX = 31;
  private static final long SECONDS_A_MINUTE = 60;

  private AvailabilityProtos() {}

  /** The last date of a request whose span of dates is neither empty nor too long. */
  static LocalDate lastDate(ListAvailableSlotsRequest request) {
    LocalDate first = LocalTimes.date(request.getFromDate());
    LocalDate last = LocalTimes.date(request.getToDate());
    long dates = ChronoUnit.DAYS.between(first, last) + 1;
    if (dates < 1 || dates > DATES_MAX) {
      throw new InvalidRequest("to_date", "must give 1 to " + DATES_MAX + " dates with from_date");
    }
    return last;
  }

  static ListAvailableSlotsResponse slots(Row row) throws SQLException {
    long durationSeconds = row.integer("duration_minutes") * SECONDS_A_MINUTE;
    List<String> staffIds = row.texts("staff_ids");
    List<Long> times = row.bigints("slot_times");
    List<Integer> places = row.integers("slot_staff");
    ListAvailableSlotsResponse.Builder response = ListAvailableSlotsResponse.newBuilder();
    Slot.Builder slot = null;
    for (int i = 0; i < times.size(); i++) {
      long start = times.get(i);
      if (slot == null || slot.getStartTime().getSeconds() != start) {
        slot = response.addSlotsBuilder();
        slot.setStartTime(seconds(start)).setEndTime(seconds(start + durationSeconds));
      }
      slot.addStaffIds(staffIds.get(places.get(i) - 1));
    }
    return response.build();
  }

  static ExplainUnavailabilityResponse explanation(Row row) throws SQLException {
    ExplainUnavailabilityResponse.Builder response = ExplainUnavailabilityResponse.newBuilder();
    for (JsonElement staff : JsonParser.parseString(row.text("explanation")).getAsJsonArray()) {
      StaffExplanation.Builder explanation = response.addStaffBuilder();
      explanation.setStaffId(staff.getAsJsonObject().get("staff_id").getAsString());
      for (JsonElement blocker : staff.getAsJsonObject().getAsJsonArray("blockers")) {
        explanation.addBlockers(blocker(blocker.getAsJsonObject()));
      }
      explanation.setAvailable(explanation.getBlockersCount() == 0);
    }
    return response.build();
  }

  private static Blocker blocker(JsonObject json) {
    Outcome reason = Outcome.valueOf(json.get("reason").getAsString());
    Blocker.Builder blocker =
        Blocker.newBuilder()
            .setError(Statuses.errorInfo(reason, Map.of()))
            .setDescription(reason.sentence());
    json.getAsJsonArray("appointment_ids")
        .forEach(id -> blocker.addAppointmentIds(id.getAsString()));
    return blocker.build();
  }

  private static Timestamp seconds(long seconds) {
    return Timestamp.newBuilder().setSeconds(seconds).build();
  }
}
