package dev.corral.booking;

import com.google.protobuf.Message;
import dev.corral.Clinic;
import dev.corral.booking.v1.AppointmentStatus;
import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.booking.v1.CancelAppointmentRequest;
import dev.corral.booking.v1.ExplainUnavailabilityRequest;
import dev.corral.booking.v1.ListAvailableSlotsRequest;
import dev.corral.booking.v1.OverlapOverride;
import dev.corral.booking.v1.RescheduleAppointmentRequest;
import dev.corral.booking.v1.UpdateAppointmentStatusRequest;
import dev.corral.common.v1.LocalDateTime;
import dev.corral.testing.ProgramDice;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Requests about visits; which visit, and its version, is filled in when they are sent. */
final class RequestGenerator {

  private final ProgramDice dice;
  private final ProgramCast cast;
  private final int horizonDays;

  RequestGenerator(ProgramDice dice, ProgramCast cast, int horizonDays) {
    this.dice = dice;
    this.cast = cast;
    this.horizonDays = horizonDays;
  }

  BookAppointmentRequest book() {
    BookAppointmentRequest.Builder book =
        BookAppointmentRequest.newBuilder()
            .setRequestId(dice.id())
            .setPetId(known(cast.pets()))
            .addAllServiceIds(services())
            .setNote(dice.of("", "limps"));
    if (dice.percent(50)) {
      book.setStaffId(known(cast.staff()));
    }
    if (dice.percent(15)) {
      book.setRoomId(room());
    }
    if (dice.percent(8)) {
      book.setOverlapOverride(OverlapOverride.newBuilder().setReason("urgent"));
    }
    java.time.LocalDateTime start = start();
    return (dice.percent(40) ? book.setLocalStart(local(start)) : book.setStartTime(instant(start)))
        .build();
  }

  Message move() {
    RescheduleAppointmentRequest.Builder move =
        RescheduleAppointmentRequest.newBuilder().setRequestId(dice.id());
    if (dice.percent(30)) {
      move.setStaffId(known(cast.staff()));
    }
    if (dice.percent(15)) {
      move.setRoomId(room());
    }
    if (dice.percent(15)) {
      move.setOverlapOverride(OverlapOverride.newBuilder().setReason("asked for"));
    }
    java.time.LocalDateTime start = start();
    return switch (dice.between(0, 3)) {
      case 0 -> move.build();
      case 1 -> move.setLocalStart(local(start)).build();
      default -> move.setStartTime(instant(start)).build();
    };
  }

  Message cancel() {
    CancelAppointmentRequest.Builder cancel =
        CancelAppointmentRequest.newBuilder().setRequestId(dice.id()).setReason(dice.of("", "ill"));
    return dice.percent(50) ? cancel.setVersion(1).build() : cancel.build();
  }

  Message status() {
    UpdateAppointmentStatusRequest.Builder update =
        UpdateAppointmentStatusRequest.newBuilder()
            .setRequestId(dice.id())
            .setStatus(AppointmentStatus.forNumber(dice.of(2, 3, 4, 5, 7)));
    return dice.percent(50) ? update.setVersion(1).build() : update.build();
  }

  Message slots() {
    LocalDate from = dice.of(cast.days()).minusDays(dice.of(0, 0, 1, 2));
    int step = dice.of(1, 5, 7, 10, 15, 30, 60);
    ListAvailableSlotsRequest.Builder list =
        ListAvailableSlotsRequest.newBuilder()
            .addAllServiceIds(services())
            .setFromDate(Clinic.date(from))
            .setToDate(Clinic.date(from.plusDays(step == 1 ? 0 : dice.between(0, 4))));
    if (dice.percent(80)) {
      list.setStepMinutes(step);
    }
    if (dice.percent(60)) {
      list.setPetId(known(cast.pets()));
    }
    if (dice.percent(30)) {
      list.addAllStaffIds(dice.some(cast.staff(), 1));
    }
    return (dice.percent(15) ? list.setRoomId(room()) : list).build();
  }

  Message explain() {
    ExplainUnavailabilityRequest.Builder explain =
        ExplainUnavailabilityRequest.newBuilder()
            .addAllServiceIds(services())
            .setLocalStart(local(start()));
    return (dice.percent(70) ? explain.setPetId(known(cast.pets())) : explain).build();
  }

  private String known(List<String> ids) {
    return dice.percent(98) ? dice.of(ids) : dice.id();
  }

  private String room() {
    List<String> rooms = new ArrayList<>(cast.rooms());
    rooms.addAll(cast.rooms());
    rooms.addAll(cast.devices());
    return rooms.isEmpty() ? dice.id() : known(rooms);
  }

  private List<String> services() {
    List<String> some = dice.some(cast.services(), 1);
    return dice.percent(70) ? some.subList(0, 1) : dice.percent(98) ? some : List.of(dice.id());
  }

  private java.time.LocalDateTime start() {
    LocalDate today = LocalDate.now(cast.clock().zone());
    LocalDate date =
        switch (dice.between(0, 39)) {
          case 0 -> today.minusDays(2);
          case 1 -> today.plusDays(1);
          case 2 -> today.plusDays(horizonDays + 2);
          default -> dice.of(cast.days());
        };
    int minute = cast.minute(dice) + dice.of(0, 0, 0, 5, 10, 7);
    return date.atStartOfDay().plusMinutes(minute);
  }

  private static LocalDateTime local(java.time.LocalDateTime start) {
    return LocalDateTime.newBuilder()
        .setDate(Clinic.date(start.toLocalDate()))
        .setTime(Clinic.time(start.getHour() * 60 + start.getMinute()))
        .build();
  }

  /** As an instant; of a time that the clock shows twice, the first or the second. */
  private com.google.protobuf.Timestamp instant(java.time.LocalDateTime start) {
    List<java.time.ZoneOffset> offsets = cast.clock().zone().getRules().getValidOffsets(start);
    return offsets.isEmpty()
        ? ClinicClock.timestamp(cast.clock().minute(start))
        : Clinic.timestamp(start.toInstant(dice.of(offsets)));
  }
}
