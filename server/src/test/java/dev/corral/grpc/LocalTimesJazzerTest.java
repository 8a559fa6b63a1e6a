package dev.corral.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.type.Date;
import com.google.type.TimeOfDay;
import dev.corral.common.v1.LocalDateTime;
import dev.corral.common.v1.TimeWindow;

/** Dates, times and windows that the rules let pass can be read, and come back as they were. */
class LocalTimesJazzerTest {

  private static final ContractRules CONTRACT = new ContractRules();

  @FuzzTest(maxDuration = "2m")
  void whatPassesTheRulesIsReadAndComesBack(FuzzedDataProvider data) {
    LocalDateTime local =
        LocalDateTime.newBuilder().setDate(date(data)).setTime(time(data)).build();
    if (CommonRules.violations(local).isEmpty() && CONTRACT.violations(local).isEmpty()) {
      assertThat(LocalTimes.date(LocalTimes.date(local.getDate()))).isEqualTo(local.getDate());
      assertThat(LocalTimes.dateTime(local).toLocalDate())
          .isEqualTo(LocalTimes.date(local.getDate()));
    }
    TimeWindow window =
        TimeWindow.newBuilder()
            .setStart(time(data))
            .setEnd(time(data))
            .setEndsNextDay(data.consumeBoolean())
            .build();
    if (CommonRules.violations(window).isEmpty() && CONTRACT.violations(window).isEmpty()) {
      int start = LocalTimes.startMinute(window);
      int end = LocalTimes.endMinute(window);
      assertThat(end - start).as("%s", window).isBetween(1, 24 * 60);
      assertThat(LocalTimes.endMinute(LocalTimes.window(start, end))).isEqualTo(end);
    }
  }

  private static Date date(FuzzedDataProvider data) {
    return Date.newBuilder()
        .setYear(number(data, 1999, 2101))
        .setMonth(number(data, -1, 14))
        .setDay(number(data, -1, 33))
        .build();
  }

  private static TimeOfDay time(FuzzedDataProvider data) {
    return TimeOfDay.newBuilder()
        .setHours(number(data, -1, 25))
        .setMinutes(number(data, -1, 61))
        .setSeconds(data.consumeBoolean() ? number(data, -1, 61) : 0)
        .setNanos(data.consumeBoolean() ? data.consumeInt() : 0)
        .build();
  }

  /** Mostly near the bounds, where something can go wrong. */
  private static int number(FuzzedDataProvider data, int min, int max) {
    return data.consumeBoolean() || data.consumeBoolean()
        ? data.consumeInt(min, max)
        : data.consumeInt();
  }
}
