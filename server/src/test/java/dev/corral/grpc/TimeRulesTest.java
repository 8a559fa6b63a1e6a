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
import dev.corral.common.v1.LocalDateTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Instants, dates and times of day that are none, or none of this century. */
class TimeRulesTest {

  private static final long YEAR_2027 = 1_798_761_600L;

  private final Clinic clinic = TestServer.shared().freshClinic();

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

  private void list(ListAppointmentsRequest.Builder request) {
    clinic.bookings().listAppointments(request.build());
  }

  private void book(BookAppointmentRequest.Builder request) {
    clinic.book(request);
  }

  private void bookAt(TimeOfDay time) {
    book(
        complete()
            .setLocalStart(LocalDateTime.newBuilder().setDate(date(2027, 3, 1)).setTime(time)));
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
