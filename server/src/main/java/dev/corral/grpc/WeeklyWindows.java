package dev.corral.grpc;

import com.google.type.DayOfWeek;
import dev.corral.common.v1.DayWindows;
import dev.corral.common.v1.TimeWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A week of windows and breaks as the database takes it: four lists of equal length, one element a
 * window.
 *
 * @param weekdays ISO weekdays, 1 is Monday
 * @param startMinutes minutes from local midnight
 * @param endMinutes minutes from the same midnight; more than 1,440 is the next day
 * @param breaks whether it is taken out of the week instead of put in
 */
public record WeeklyWindows(
    List<Integer> weekdays,
    List<Integer> startMinutes,
    List<Integer> endMinutes,
    List<Boolean> breaks) {

  /** The lists of a week. */
  public static WeeklyWindows of(List<DayWindows> days) {
    WeeklyWindows week =
        new WeeklyWindows(
            new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (DayWindows day : days) {
      day.getWindowsList().forEach(window -> week.add(day.getWeekdayValue(), window, false));
      day.getBreaksList().forEach(window -> week.add(day.getWeekdayValue(), window, true));
    }
    return week;
  }

  /** The week of the lists, by weekday. */
  public List<DayWindows> days() {
    TreeMap<Integer, DayWindows.Builder> days = new TreeMap<>();
    for (int i = 0; i < weekdays.size(); i++) {
      DayWindows.Builder day =
          days.computeIfAbsent(
              weekdays.get(i), d -> DayWindows.newBuilder().setWeekday(DayOfWeek.forNumber(d)));
      TimeWindow window = LocalTimes.window(startMinutes.get(i), endMinutes.get(i));
      if (breaks.get(i)) {
        day.addBreaks(window);
      } else {
        day.addWindows(window);
      }
    }
    return days.values().stream().map(DayWindows.Builder::build).toList();
  }

  private void add(int weekday, TimeWindow window, boolean isBreak) {
    weekdays.add(weekday);
    startMinutes.add(LocalTimes.startMinute(window));
    endMinutes.add(LocalTimes.endMinute(window));
    breaks.add(isBreak);
  }
}
