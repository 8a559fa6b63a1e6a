package dev.corral.grpc;

import com.google.type.Date;
import com.google.type.TimeOfDay;
import dev.corral.common.v1.LocalDateTime;
import dev.corral.common.v1.TimeWindow;
import java.time.LocalDate;

/** Local dates, times and weekly windows between the contract and the database. */
public final class LocalTimes {

  private static final int MINUTES_AN_HOUR = 60;
  private static final int MINUTES_A_DAY = 24 * MINUTES_AN_HOUR;

  private LocalTimes() {}

  /** A date that {@link CommonRules} has passed. */
  public static LocalDate date(Date date) {
    return LocalDate.of(date.getYear(), date.getMonth(), date.getDay());
  }

  /** A date in the form of the contract. */
  public static Date date(LocalDate date) {
    return Date.newBuilder()
        .setYear(date.getYear())
        .setMonth(date.getMonthValue())
        .setDay(date.getDayOfMonth())
        .build();
  }

  /** A local time that {@link CommonRules} has passed; 24:00 is the next day's midnight. */
  public static java.time.LocalDateTime dateTime(LocalDateTime local) {
    return date(local.getDate()).atStartOfDay().plusMinutes(minute(local.getTime()));
  }

  /** Minutes from midnight to the start of a window. */
  public static int startMinute(TimeWindow window) {
    return minute(window.getStart());
  }

  /** Minutes from the midnight before its start to the end of a window. */
  public static int endMinute(TimeWindow window) {
    return minute(window.getEnd()) + (window.getEndsNextDay() ? MINUTES_A_DAY : 0);
  }

  /** A window from minutes as {@link #startMinute} and {@link #endMinute} give them. */
  public static TimeWindow window(int startMinute, int endMinute) {
    boolean nextDay = endMinute > MINUTES_A_DAY;
    return TimeWindow.newBuilder()
        .setStart(timeOfDay(startMinute))
        .setEnd(timeOfDay(nextDay ? endMinute - MINUTES_A_DAY : endMinute))
        .setEndsNextDay(nextDay)
        .build();
  }

  private static int minute(TimeOfDay time) {
    return time.getHours() * MINUTES_AN_HOUR + time.getMinutes();
  }

  private static TimeOfDay timeOfDay(int minute) {
    return TimeOfDay.newBuilder()
        .setHours(minute / MINUTES_AN_HOUR)
        .setMinutes(minute % MINUTES_AN_HOUR)
        .build();
  }
}
