package dev.corral.booking;

import com.google.protobuf.Timestamp;
import com.google.type.Date;
import dev.corral.common.v1.LocalDateTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.zone.ZoneOffsetTransition;
import java.util.stream.LongStream;

/**
 * A clinic's clock, in whole minutes since 1970. A time that exists twice means the first; one that
 * is skipped means the change that skips it.
 */
record ClinicClock(ZoneId zone) {

  static final int DAY = 1440;

  /** The minute at which the clock shows a time of a date; more than 1,440 is the next day. */
  long minute(LocalDate date, int minuteOfDay) {
    return minute(date.atStartOfDay().plusMinutes(minuteOfDay));
  }

  long minute(java.time.LocalDateTime local) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    long second =
        change != null && change.isGap()
            ? change.toEpochSecond()
            : ZonedDateTime.ofLocal(local, zone, null).toEpochSecond();
    return Math.floorDiv(second, 60);
  }

  /** Whether the clock ever shows this. */
  boolean shows(java.time.LocalDateTime local) {
    return !zone.getRules().getValidOffsets(local).isEmpty();
  }

  java.time.LocalDateTime local(long minute) {
    return instant(minute).atZone(zone).toLocalDateTime();
  }

  LocalDate date(long minute) {
    return local(minute).toLocalDate();
  }

  /** Each minute of some dates at which the clock shows a multiple of the step after midnight. */
  LongStream grid(LocalDate from, LocalDate to, int step) {
    return LongStream.range(minute(from, 0), minute(to.plusDays(1), 0))
        .filter(minute -> local(minute).getLong(ChronoField.MINUTE_OF_DAY) % step == 0);
  }

  static Instant instant(long minute) {
    return Instant.ofEpochSecond(minute * 60);
  }

  static long minute(Timestamp timestamp) {
    return Math.floorDiv(timestamp.getSeconds(), 60);
  }

  static Timestamp timestamp(long minute) {
    return Timestamp.newBuilder().setSeconds(minute * 60).build();
  }

  static LocalDate date(Date date) {
    return LocalDate.of(date.getYear(), date.getMonth(), date.getDay());
  }

  static java.time.LocalDateTime local(LocalDateTime local) {
    return date(local.getDate()).atTime(local.getTime().getHours(), local.getTime().getMinutes());
  }
}
