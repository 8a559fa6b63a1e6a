package dev.corral.booking;

import com.google.type.TimeOfDay;
import dev.corral.common.v1.DayWindows;
import dev.corral.common.v1.TimeWindow;
import dev.corral.directory.v1.TimeOff;
import java.time.Instant;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The model's hours: every minute of a span of dates is looked at by itself, open or not. */
final class ModelHours {

  /** The owner of the clinic's own hours. */
  static final String CLINIC = "";

  private final ClinicClock clock;
  private final Map<String, List<DayWindows>> weeks = new HashMap<>();
  private final Map<String, Map<LocalDate, List<TimeWindow>>> exceptions = new HashMap<>();
  private final Map<String, TimeOff> absences = new HashMap<>();

  /** Minutes that are open, counted from one of them. */
  record Open(long origin, BitSet minutes) {

    boolean covers(long start, int duration) {
      int from = Math.toIntExact(start - origin);
      return from >= 0 && minutes.nextClearBit(from) >= from + duration;
    }

    private void mark(ClinicClock clock, LocalDate date, TimeWindow window, boolean open) {
      int nextDay = window.getEndsNextDay() ? ClinicClock.DAY : 0;
      int from = at(clock.minute(date, minutes(window.getStart())));
      int to = at(clock.minute(date, minutes(window.getEnd()) + nextDay));
      if (from < to) { // a window whose beginning the clock skips may have no minute at all
        minutes.set(from, to, open);
      }
    }

    private int at(long minute) {
      return Math.toIntExact(Math.max(0, minute - origin));
    }

    private static int minutes(TimeOfDay time) {
      return time.getHours() * 60 + time.getMinutes();
    }
  }

  ModelHours(ClinicClock clock) {
    this.clock = clock;
  }

  void setWeek(String owner, List<DayWindows> days) {
    weeks.put(owner, days);
  }

  void setException(String owner, LocalDate date, List<TimeWindow> windows) {
    exceptions.computeIfAbsent(owner, o -> new HashMap<>()).put(date, windows);
  }

  void deleteException(String owner, LocalDate date) {
    exceptions.computeIfAbsent(owner, o -> new HashMap<>()).remove(date);
  }

  void setAbsence(TimeOff absence) {
    absences.put(absence.getTimeOffId(), absence);
  }

  void deleteAbsence(String id) {
    absences.remove(id);
  }

  boolean isAway(String staffId, long start, long end) {
    return absences.values().stream()
        .filter(absence -> absence.getStaffId().equals(staffId))
        .anyMatch(
            absence ->
                instant(absence.getStartTime()).isBefore(ClinicClock.instant(end))
                    && instant(absence.getEndTime()).isAfter(ClinicClock.instant(start)));
  }

  /** When the clinic is open. Without hours it is closed. */
  Open clinic(LocalDate from, LocalDate to) {
    return open(weeks.getOrDefault(CLINIC, List.of()), exceptionsOf(CLINIC), from, to);
  }

  /** When a staff member works. A day for which nothing was ever said is open from end to end. */
  Open staff(String staffId, LocalDate from, LocalDate to) {
    List<DayWindows> week = weeks.getOrDefault(staffId, List.of());
    return open(week.isEmpty() ? always() : week, exceptionsOf(staffId), from, to);
  }

  /** When a service is offered. */
  Open offered(List<DayWindows> week, LocalDate from, LocalDate to) {
    return open(week.isEmpty() ? always() : week, Map.of(), from, to);
  }

  private Map<LocalDate, List<TimeWindow>> exceptionsOf(String owner) {
    return exceptions.getOrDefault(owner, Map.of());
  }

  private Open open(
      List<DayWindows> week,
      Map<LocalDate, List<TimeWindow>> exceptions,
      LocalDate first,
      LocalDate last) {
    LocalDate from = first.minusDays(1); // its windows may run over midnight
    Open open = new Open(clock.minute(from, 0), new BitSet());
    from.datesUntil(last.plusDays(2))
        .forEach(
            date -> windows(week, exceptions, date).forEach(w -> open.mark(clock, date, w, true)));
    from.datesUntil(last.plusDays(2))
        .filter(date -> !exceptions.containsKey(date))
        .forEach(
            date ->
                week.stream()
                    .filter(day -> day.getWeekdayValue() == date.getDayOfWeek().getValue())
                    .flatMap(day -> day.getBreaksList().stream())
                    .forEach(pause -> open.mark(clock, date, pause, false)));
    return open;
  }

  private static List<TimeWindow> windows(
      List<DayWindows> week, Map<LocalDate, List<TimeWindow>> exceptions, LocalDate date) {
    if (exceptions.containsKey(date)) {
      return exceptions.get(date);
    }
    return week.stream()
        .filter(day -> day.getWeekdayValue() == date.getDayOfWeek().getValue())
        .flatMap(day -> day.getWindowsList().stream())
        .toList();
  }

  private static List<DayWindows> always() {
    return dev.corral.Clinic.everyDay(0, ClinicClock.DAY);
  }

  private static Instant instant(com.google.protobuf.Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }
}
