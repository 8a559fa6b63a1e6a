package dev.corral.booking;

import com.google.protobuf.Message;
import dev.corral.Clinic;
import dev.corral.booking.v1.AppointmentStatus;
import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.booking.v1.CancelAppointmentRequest;
import dev.corral.booking.v1.ExplainUnavailabilityRequest;
import dev.corral.booking.v1.GetAppointmentRequest;
import dev.corral.booking.v1.ListAvailableSlotsRequest;
import dev.corral.booking.v1.OverlapOverride;
import dev.corral.booking.v1.RescheduleAppointmentRequest;
import dev.corral.booking.v1.UpdateAppointmentStatusRequest;
import dev.corral.common.v1.LocalDateTime;
import dev.corral.common.v1.Role;
import dev.corral.tenant.v1.TenantSettings;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Makes a program from a seed. */
final class ProgramGenerator {

  private final long seed;
  private final ProgramDice dice;
  private final ProgramCast cast;
  private final ClinicGenerator clinic;
  private final TenantSettings settings;
  private final BookingModel model;
  private final List<ProgramStep> steps = new ArrayList<>();
  private final List<Integer> bookings = new ArrayList<>();

  private ProgramGenerator(long seed) {
    this.seed = seed;
    this.dice = new ProgramDice(seed);
    this.cast = ProgramCast.of(dice);
    this.clinic = new ClinicGenerator(dice, cast);
    this.settings =
        Clinic.settings(cast.clock().zone().getId())
            .setMinNoticeMinutes(dice.of(0, 0, 60, 2880))
            .setCancelWindowMinutes(dice.of(0, 0, 1440, 43_200))
            .setSlotStepMinutes(dice.of(10, 15, 30))
            .build();
    this.model = new BookingModel(new ModelClinic(settings));
  }

  /** A clinic and up to that many steps besides those that store it. */
  static BookingProgram program(long seed, int stepsMax) {
    ProgramGenerator generator = new ProgramGenerator(seed);
    generator.store();
    for (int i = generator.dice.between(stepsMax / 2, stepsMax); i > 0; i--) {
      generator.add();
    }
    return generator.program();
  }

  /** A clinic in which visits are booked and nothing else is done. */
  static BookingProgram bookings(long seed, int count) {
    ProgramGenerator generator = new ProgramGenerator(seed);
    generator.store();
    for (int i = 0; i < count; i++) {
      generator.step(new ProgramActor(Role.ROLE_ADMIN, generator.dice.id()), generator.book());
    }
    return generator.program();
  }

  private BookingProgram program() {
    return new BookingProgram(seed, settings, List.copyOf(steps), cast.names());
  }

  private void store() {
    ProgramActor admin = new ProgramActor(Role.ROLE_ADMIN, dice.id());
    clinic.clinic().forEach(request -> step(admin, request));
  }

  private void step(ProgramActor actor, Message request) {
    model.clinic().store(request);
    steps.add(ProgramStep.of(steps.size(), actor, request));
  }

  private void add() {
    int kind = dice.between(0, 99);
    if (kind < 45 || bookings.isEmpty()) {
      addBooking();
    } else if (kind < 62) {
      about(move());
    } else if (kind < 69) {
      about(cancel());
    } else if (kind < 77) {
      about(status());
    } else if (kind < 79) {
      about(GetAppointmentRequest.getDefaultInstance());
    } else if (kind < 85) {
      step(actor(), slots());
    } else if (kind < 89) {
      step(actor(), explain());
    } else if (kind < 93) {
      again();
    } else {
      step(new ProgramActor(Role.ROLE_ADMIN, dice.id()), clinic.change());
    }
  }

  /** Later steps are mostly about visits that the model, so far as it has come, would book. */
  private void addBooking() {
    BookAppointmentRequest book = book();
    ProgramActor actor = actorFor(book.getPetId());
    if (model.answer(actor, book, dice.id()).isSuccess() || dice.percent(3)) {
      bookings.add(steps.size());
    }
    step(actor, book);
  }

  private void about(Message request) {
    int target = dice.of(bookings);
    int ahead = dice.of(0, 0, 0, 0, 0, 0, 0, 0, 1, -1);
    Message book = steps.get(target).request();
    ProgramActor actor = actorFor(((BookAppointmentRequest) book).getPetId());
    steps.add(ProgramStep.about(steps.size(), actor, request, target, ahead));
  }

  private void again() {
    ProgramStep first = steps.get(dice.of(bookings));
    boolean same = dice.percent(60);
    ProgramActor actor = dice.percent(90) ? first.actor() : actor();
    steps.add(ProgramStep.again(steps.size(), actor, same ? null : book(), first.number()));
  }

  /** Somebody, mostly one who may see the pet. */
  private ProgramActor actorFor(String petId) {
    return dice.percent(40) && cast.pets().contains(petId)
        ? new ProgramActor(Role.ROLE_CLIENT, cast.ownerOf(petId))
        : actor();
  }

  private ProgramActor actor() {
    return dice.percent(10)
        ? new ProgramActor(Role.ROLE_CLIENT, dice.of(cast.clients()))
        : new ProgramActor(
            dice.of(Role.ROLE_ADMIN, Role.ROLE_VET, Role.ROLE_RECEPTION, Role.ROLE_SERVICE),
            dice.id());
  }

  private BookAppointmentRequest book() {
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

  private Message move() {
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

  private Message cancel() {
    CancelAppointmentRequest.Builder cancel =
        CancelAppointmentRequest.newBuilder().setRequestId(dice.id()).setReason(dice.of("", "ill"));
    return dice.percent(50) ? cancel.setVersion(1).build() : cancel.build();
  }

  private Message status() {
    UpdateAppointmentStatusRequest.Builder update =
        UpdateAppointmentStatusRequest.newBuilder()
            .setRequestId(dice.id())
            .setStatus(AppointmentStatus.forNumber(dice.of(2, 3, 4, 5, 7)));
    return dice.percent(50) ? update.setVersion(1).build() : update.build();
  }

  private Message slots() {
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

  private Message explain() {
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
          case 2 -> today.plusDays(settings.getHorizonDays() + 2);
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
