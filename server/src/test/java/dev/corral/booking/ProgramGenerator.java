package dev.corral.booking;

import com.google.protobuf.Message;
import dev.corral.Clinic;
import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.booking.v1.GetAppointmentRequest;
import dev.corral.common.v1.Role;
import dev.corral.tenant.v1.TenantSettings;
import dev.corral.testing.ProgramDice;
import java.util.ArrayList;
import java.util.List;

/** Makes a program from a seed. */
final class ProgramGenerator {

  private final long seed;
  private final ProgramDice dice;
  private final ProgramCast cast;
  private final ClinicGenerator clinic;
  private final RequestGenerator requests;
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
    this.requests = new RequestGenerator(dice, cast, settings.getHorizonDays());
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

  /** A clinic, some visits, and lists of free slots to ask for, of different services and dates. */
  static BookingProgram lists(long seed, int visits, int lists) {
    ProgramGenerator generator = new ProgramGenerator(seed);
    ProgramActor admin = new ProgramActor(Role.ROLE_ADMIN, generator.dice.id());
    generator.store();
    for (int i = 0; i < visits; i++) {
      generator.step(admin, generator.requests.book());
    }
    for (int i = 0; i < lists; i++) {
      generator.step(admin, generator.requests.slots());
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
      about(requests.move());
    } else if (kind < 69) {
      about(requests.cancel());
    } else if (kind < 77) {
      about(requests.status());
    } else if (kind < 79) {
      about(GetAppointmentRequest.getDefaultInstance());
    } else if (kind < 85) {
      step(actor(), requests.slots());
    } else if (kind < 89) {
      step(actor(), requests.explain());
    } else if (kind < 93) {
      again();
    } else {
      step(new ProgramActor(Role.ROLE_ADMIN, dice.id()), clinic.change());
    }
  }

  /** Later steps are mostly about visits that the model, so far as it has come, would book. */
  private void addBooking() {
    BookAppointmentRequest book = requests.book();
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
    steps.add(
        ProgramStep.again(steps.size(), actor, same ? null : requests.book(), first.number()));
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
}
