package dev.corral.booking;

import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.common.v1.LocalDateTime;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Sql;
import dev.corral.testing.Transitions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The clinic's clock around its changes, and in zones that are not whole hours. */
class ZonesTest {

  private static final String NEW_YORK = "America/New_York";
  private static final String LORD_HOWE = "Australia/Lord_Howe";

  private final TestServer server = TestServer.shared();

  @Test
  void localTimeThatClocksSkipIsRefusedAndNotListed() {
    Clinic clinic = server.freshClinic(NEW_YORK);
    String vet = clinic.vet();
    String service = clinic.service(15);
    LocalDate day = Transitions.nextGap(NEW_YORK).getDateTimeBefore().toLocalDate();
    assertRefused(
        Outcome.LOCAL_TIME_DOES_NOT_EXIST, () -> bookLocal(clinic, vet, service, day, 150));
    List<Instant> starts = starts(clinic, day, 30, service);
    assertThat(starts).hasSize(46).doesNotHaveDuplicates();
    assertThat(clinic.localStarts(clinic.slots(day, day, 30, service)))
        .doesNotContain(day.atTime(2, 0), day.atTime(2, 30))
        .contains(day.atTime(1, 30), day.atTime(3, 0));
    assertThat(Clinic.instant(bookLocal(clinic, vet, service, day, 180).getStartTime()))
        .isEqualTo(Transitions.nextGap(NEW_YORK).getInstant());
  }

  @Test
  void localTimeThatExistsTwiceMeansTheFirstAndBothCanBeBooked() {
    Clinic clinic = server.freshClinic(NEW_YORK);
    String vet = clinic.vet();
    String service = clinic.service(15);
    ZoneOffsetTransition change = Transitions.nextOverlap(NEW_YORK);
    LocalDate day = change.getDateTimeBefore().toLocalDate();
    Instant second = change.getInstant().plus(Duration.ofMinutes(30));
    Instant first = second.minus(Duration.ofHours(1));
    List<Instant> starts = starts(clinic, day, 30, service);
    assertThat(starts).hasSize(50).doesNotHaveDuplicates().contains(first, second);
    assertThat(Clinic.instant(bookLocal(clinic, vet, service, day, 90).getStartTime()))
        .isEqualTo(first);
    assertRefused(Outcome.STAFF_BUSY, () -> bookLocal(clinic, vet, service, day, 90));
    clinic.book(clinic.pet(), vet, second, service);
    assertThat(starts(clinic, day, 30, service)).hasSize(48).doesNotContain(first, second);
  }

  @Test
  void hoursOnTheDayOfAChangeLastAsLongAsTheyReallyDo() {
    Clinic clinic = server.freshClinic(NEW_YORK);
    clinic.vet();
    clinic.setHours(null, Clinic.everyDay(0, 240)); // midnight to 04:00
    String service = clinic.service(60);
    LocalDate shorter = Transitions.nextGap(NEW_YORK).getDateTimeBefore().toLocalDate();
    LocalDate longer = Transitions.nextOverlap(NEW_YORK).getDateTimeBefore().toLocalDate();
    assertThat(starts(clinic, shorter, 60, service)).hasSize(3);
    assertThat(starts(clinic, longer, 60, service)).hasSize(5);
    assertThat(starts(clinic, longer.plusDays(1), 60, service)).hasSize(4);
  }

  @Test
  void windowThatLiesInTheGapIsNoFault() {
    Clinic clinic = server.freshClinic(NEW_YORK);
    String vet = clinic.vet();
    LocalDate day = Transitions.nextGap(NEW_YORK).getDateTimeBefore().toLocalDate();
    String service = clinic.service(5);
    for (int[] window : new int[][] {{150, 180}, {120, 180}, {135, 165}, {165, 195}, {60, 150}}) {
      clinic.setHours(vet, Clinic.everyDay(window[0], window[1]));
      long open = Math.max(0, window[1] - 180) + Math.max(0, 120 - window[0]);
      assertThat(starts(clinic, day, 5, service))
          .as("%d to %d", window[0], window[1])
          .hasSize((int) open / 5);
      assertThat(starts(clinic, day.plusDays(1), 5, service)).hasSize((window[1] - window[0]) / 5);
    }
  }

  @Test
  void nightShiftAcrossAChangeIsAnHourShorterOrLonger() {
    Clinic clinic = server.freshClinic(NEW_YORK);
    String vet = clinic.vet();
    clinic.setHours(null, Clinic.everyDay(22 * 60, 30 * 60)); // 22:00 to 06:00
    LocalDate gap = Transitions.nextGap(NEW_YORK).getDateTimeBefore().toLocalDate();
    LocalDate overlap = Transitions.nextOverlap(NEW_YORK).getDateTimeBefore().toLocalDate();
    assertFits(clinic, vet, gap, 7);
    assertFits(clinic, vet, overlap, 9);
    assertFits(clinic, vet, gap.plusDays(7), 8);
  }

  /** The night that ends on a date has room for so many hours and not for a minute more. */
  private static void assertFits(Clinic clinic, String vet, LocalDate end, int hours) {
    Instant start = end.minusDays(1).atTime(22, 0).atZone(clinic.zone()).toInstant();
    assertRefused(
        Outcome.CLINIC_CLOSED,
        () -> clinic.book(clinic.pet(), vet, start, clinic.service(hours * 60 + 1)));
    Appointment night = clinic.book(clinic.pet(), vet, start, clinic.service(hours * 60));
    assertThat(Clinic.instant(night.getEndTime()).atZone(clinic.zone()).toLocalDateTime())
        .isEqualTo(end.atTime(6, 0));
  }

  @Test
  void clocksOfLordHoweChangeByHalfAnHour() {
    Clinic clinic = server.freshClinic(LORD_HOWE);
    String vet = clinic.vet();
    String service = clinic.service(15);
    LocalDate gap = Transitions.nextGap(LORD_HOWE).getDateTimeBefore().toLocalDate();
    LocalDate overlap = Transitions.nextOverlap(LORD_HOWE).getDateTimeBefore().toLocalDate();
    assertThat(starts(clinic, gap, 30, service)).hasSize(47);
    assertThat(starts(clinic, overlap, 30, service)).hasSize(49);
    assertThat(starts(clinic, overlap, 15, service)).hasSize(98);
    assertRefused(
        Outcome.LOCAL_TIME_DOES_NOT_EXIST, () -> bookLocal(clinic, vet, service, gap, 135));
    bookLocal(clinic, vet, service, gap, 150);
    bookLocal(clinic, vet, service, overlap, 105);
  }

  @Test
  void kathmanduIsThreeQuartersOfAnHourOff() {
    Clinic clinic = server.freshClinic("Asia/Kathmandu");
    String vet = clinic.vet();
    clinic.setHours(null, Clinic.everyDay(9 * 60, 10 * 60));
    String service = clinic.service(30);
    LocalDate day = clinic.day(3);
    assertThat(starts(clinic, day, 30, service))
        .containsExactly(Instant.parse(day + "T03:15:00Z"), Instant.parse(day + "T03:45:00Z"));
    clinic.book(clinic.pet(), vet, Instant.parse(day + "T03:15:00Z"), service);
    assertRefused(
        Outcome.CLINIC_CLOSED,
        () -> clinic.book(clinic.pet(), vet, Instant.parse(day + "T04:00:00Z"), service));
  }

  @Test
  void databaseReadsLocalTimesAsTheJvmDoes() {
    for (String zone :
        List.of(NEW_YORK, LORD_HOWE, "America/Asuncion", "Asia/Kathmandu", "Europe/Dublin")) {
      String sql =
          """
          SELECT to_char(l, 'YYYY-MM-DD"T"HH24:MI'),
                 extract(epoch FROM kernel.to_instant(l, '%s'))::bigint
            FROM generate_series(timestamp '2024-01-01', timestamp '2028-01-01', '45 min') AS l
          """
              .formatted(zone);
      assertThat(
              Sql.rows(server.databaseUrl(), sql).stream()
                  .map(row -> row.split("\\|"))
                  .filter(row -> Long.parseLong(row[1]) != jvm(row[0], zone))
                  .map(row -> row[0]))
          .as(zone)
          .isEmpty();
    }
  }

  /** The first of two; of none, the first instant after the gap. */
  private static long jvm(String local, String zone) {
    var time = java.time.LocalDateTime.parse(local);
    var rules = ZoneId.of(zone).getRules();
    ZoneOffsetTransition change = rules.getTransition(time);
    return change != null && change.isGap()
        ? change.getInstant().getEpochSecond()
        : time.toEpochSecond(rules.getValidOffsets(time).get(0));
  }

  private static List<Instant> starts(Clinic clinic, LocalDate day, int step, String service) {
    return clinic.slots(day, day, step, service).stream()
        .map(slot -> Clinic.instant(slot.getStartTime()))
        .toList();
  }

  private static Appointment bookLocal(
      Clinic clinic, String vet, String service, LocalDate day, int minute) {
    return clinic.book(
        Clinic.booking(clinic.pet(), Instant.EPOCH, service)
            .setStaffId(vet)
            .setLocalStart(
                LocalDateTime.newBuilder().setDate(Clinic.date(day)).setTime(Clinic.time(minute))));
  }
}
