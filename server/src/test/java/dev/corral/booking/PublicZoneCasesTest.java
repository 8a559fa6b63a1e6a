package dev.corral.booking;

import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.type.DayOfWeek;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.Slot;
import dev.corral.common.v1.DayWindows;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Sql;
import dev.corral.testing.Transitions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What others reported of time zones, tried on Corral at the next change of clocks. */
class PublicZoneCasesTest {

  private final TestServer server = TestServer.shared();

  // 043, calcom/cal.diy#4702: at the next time that clocks are set back, not that of 2022
  @Test
  void firstSlotStaysAtTheLocalTimeWhenClocksAreSetBack() {
    Clinic clinic = server.freshClinic("America/Chicago");
    clinic.vet();
    clinic.setHours(null, Clinic.everyDay(7 * 60 + 30, 17 * 60));
    String service = clinic.service(30);
    LocalDate sunday = Transitions.nextOverlap("America/Chicago").getDateTimeBefore().toLocalDate();
    assertThat(first(clinic, sunday.minusDays(5), service))
        .isEqualTo(sunday.minusDays(5).atTime(12, 30).toInstant(ZoneOffset.UTC));
    assertThat(first(clinic, sunday.plusDays(2), service))
        .isEqualTo(sunday.plusDays(2).atTime(13, 30).toInstant(ZoneOffset.UTC));
  }

  // 045, iamkun/dayjs#2838
  @Test
  void databaseAndJvmKnowThatAsuncionStaysThreeHoursBehind() {
    for (String local : List.of("2025-03-26T00:00", "2025-07-01T12:00", "2027-12-24T20:30")) {
      Instant expected = LocalDateTime.parse(local).toInstant(ZoneOffset.ofHours(-3));
      assertThat(toInstant(local, "America/Asuncion")).isEqualTo(expected);
      assertThat(LocalDateTime.parse(local).atZone(ZoneId.of("America/Asuncion")).toInstant())
          .isEqualTo(expected);
    }
  }

  // 049, calcom/cal.diy#6217: at the next two changes of clocks, not those of 2023
  @Test
  void weeklyHalfHourIsOfferedAndBookedAroundBothChanges() {
    String zone = "America/New_York";
    Clinic clinic = server.freshClinic(zone);
    String vet = clinic.vet();
    clinic.setHours(
        null,
        List.of(
            DayWindows.newBuilder()
                .setWeekday(DayOfWeek.SUNDAY)
                .addWindows(Clinic.window(750, 780))
                .build()));
    String service = clinic.service(30);
    Stream.of(Transitions.nextGap(zone), Transitions.nextOverlap(zone))
        .map(change -> change.getDateTimeBefore().toLocalDate())
        .flatMap(sunday -> Stream.of(sunday.minusDays(7), sunday, sunday.plusDays(7)))
        .forEach(
            sunday -> {
              List<Slot> slots = clinic.slots(sunday.minusDays(3), sunday.plusDays(3), 30, service);
              assertThat(clinic.localStarts(slots)).containsExactly(sunday.atTime(12, 30));
              clinic.book(clinic.pet(), vet, Clinic.instant(slots.get(0).getStartTime()), service);
            });
  }

  // 051, calcom/cal.diy#6323
  @Test
  void visitMayRunOverMidnight() {
    Clinic clinic = server.freshClinic("America/Sao_Paulo");
    String vet = clinic.vet();
    clinic.setHours(null, Clinic.everyDay(22 * 60 + 30, 26 * 60));
    String service = clinic.service(60);
    LocalDateTime late = clinic.day(3).atTime(23, 30);
    assertThat(clinic.localStarts(clinic.slots(clinic.day(3), clinic.day(3), 30, service)))
        .extracting(LocalDateTime::toLocalTime)
        .containsExactly(
            LocalTime.of(0, 0),
            LocalTime.of(0, 30),
            LocalTime.of(1, 0),
            LocalTime.of(22, 30),
            LocalTime.of(23, 0),
            LocalTime.of(23, 30));
    Appointment booked =
        clinic.book(clinic.pet(), vet, late.atZone(clinic.zone()).toInstant(), service);
    assertThat(Clinic.instant(booked.getEndTime()).atZone(clinic.zone()).toLocalDateTime())
        .isEqualTo(clinic.day(4).atTime(0, 30));
  }

  // 053, alextselegidis/easyappointments#1168
  @Test
  void zoneDoesNotSwitchOffTheCheckForConflicts() {
    for (String zone : List.of("America/Sao_Paulo", "UTC", "Asia/Kathmandu", "Pacific/Apia")) {
      Clinic clinic = server.freshClinic(zone);
      String vet = clinic.vet();
      String service = clinic.service(30);
      clinic.book(clinic.pet(), vet, clinic.at(3, 9, 0), service);
      assertRefused(
          Outcome.STAFF_BUSY, () -> clinic.book(clinic.pet(), vet, clinic.at(3, 9, 0), service));
    }
  }

  private Instant toInstant(String local, String zone) {
    String sql =
        "SELECT extract(epoch FROM kernel.to_instant('%s', '%s'))::bigint".formatted(local, zone);
    return Instant.ofEpochSecond(Long.parseLong(Sql.row(server.databaseUrl(), sql)));
  }

  private static Instant first(Clinic clinic, LocalDate day, String service) {
    return Clinic.instant(clinic.slots(day, day, 15, service).get(0).getStartTime());
  }
}
