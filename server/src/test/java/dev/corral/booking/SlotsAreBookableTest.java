package dev.corral.booking;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.BookAppointmentRequest;
import dev.corral.booking.v1.ListAvailableSlotsRequest;
import dev.corral.booking.v1.Slot;
import dev.corral.testing.ProgramDice;
import dev.corral.testing.ProgramTally;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * ListAvailableSlots against BookAppointment, with no model between them: in random clinics with
 * some visits, each slot and member offered is booked and given back, and starts that are hidden
 * are tried too. {@code -Dcorral.slots.lists=16} says how many lists, {@code
 * -Dcorral.programs.seed} where to start.
 */
class SlotsAreBookableTest {

  private static final int LISTS = Integer.getInteger("corral.slots.lists", 16);
  private static final int SLOTS_MAX = 40;
  private static final int HIDDEN_MAX = 40;
  private static final Set<String> NEVER_HIDDEN =
      Set.of("OK", "INTERNAL", "CONTENDED", "INVALID_REQUEST", "LOCAL_TIME_DOES_NOT_EXIST");

  private final TestServer server = TestServer.shared();
  private final long baseSeed = Long.getLong("corral.programs.seed", System.nanoTime());
  private final ProgramTally tally = new ProgramTally();
  private int lists;
  private int booked;
  private final Map<String, Integer> hidden = new HashMap<>();

  @Test
  void offeredSlotIsBookableAndHiddenOneIsNot() {
    for (long seed = baseSeed; lists < LISTS; seed++) {
      BookingProgram program = ProgramGenerator.lists(seed, 12, 3);
      ProgramRunner runner = new ProgramRunner(server.channel(), program);
      for (ProgramStep step : program.steps()) {
        boolean listed = runner.send(step, tally).filter(ProgramAnswer::isSuccess).isPresent();
        if (step.request() instanceof ListAvailableSlotsRequest list && listed) {
          check(runner.clinic(), program, list);
        }
      }
    }
    System.out.printf(
        "slots from seed %d: %d lists, %d slots booked, hidden %s%n",
        baseSeed, lists, booked, hidden);
    assertThat(booked).isPositive();
    assertThat(hidden).isNotEmpty();
    assertThat(server.violatedInvariants()).isEmpty();
  }

  private void check(Clinic clinic, BookingProgram program, ListAvailableSlotsRequest list) {
    ProgramDice dice = new ProgramDice(program.seed() + lists++);
    List<Slot> offered = clinic.bookings().listAvailableSlots(list).getSlotsList();
    BookAppointmentRequest visit = visit(clinic, list);
    String about = "seed %d, %s".formatted(program.seed(), program.text(list));
    for (Slot slot :
        offered.size() <= SLOTS_MAX
            ? offered
            : dice.some(offered, SLOTS_MAX).subList(0, SLOTS_MAX)) {
      for (String staffId : slot.getStaffIdsList()) {
        BookAppointmentRequest named = at(visit, slot.getStartTime()).setStaffId(staffId).build();
        assertThat(bookAndCancel(clinic, named, about).getEndTime())
            .as(about)
            .isEqualTo(slot.getEndTime());
      }
      if (list.getStaffIdsCount() == 0) {
        BookAppointmentRequest any = at(visit, slot.getStartTime()).build();
        assertThat(slot.getStaffIdsList())
            .as(about)
            .contains(bookAndCancel(clinic, any, about).getStaffId());
      }
    }
    Map<Timestamp, List<String>> offers = new HashMap<>();
    offered.forEach(slot -> offers.put(slot.getStartTime(), slot.getStaffIdsList()));
    List<Timestamp> grid = grid(program, list);
    List<String> vets = list.getStaffIdsCount() == 0 ? vets(program) : list.getStaffIdsList();
    for (int i = 0; i < HIDDEN_MAX; i++) {
      Timestamp start = dice.of(grid);
      String staffId = dice.of(vets);
      if (!offers.getOrDefault(start, List.of()).contains(staffId)) {
        assertHidden(clinic, at(visit, start).setStaffId(staffId).build(), about);
      }
    }
    assertThat(grid).as(about).containsAll(offers.keySet());
  }

  private Appointment bookAndCancel(Clinic clinic, BookAppointmentRequest request, String about) {
    ProgramAnswer answer = BookingCalls.send(clinic, request);
    assertThat(answer.isSuccess()).as("%s%n%s%n%s", about, request, answer).isTrue();
    clinic.bookings().cancelAppointment(Clinic.cancellation(answer.appointment()).build());
    booked++;
    return answer.appointment();
  }

  private void assertHidden(Clinic clinic, BookAppointmentRequest request, String about) {
    ProgramAnswer answer = BookingCalls.send(clinic, request);
    assertThat(NEVER_HIDDEN)
        .as("%s%n%s%n%s", about, request, answer)
        .doesNotContain(answer.reason());
    hidden.merge(answer.reason(), 1, Integer::sum);
  }

  /** What the list asks for; without a pet, for a new one of a species that the services allow. */
  private static BookAppointmentRequest visit(Clinic clinic, ListAvailableSlotsRequest list) {
    BookAppointmentRequest.Builder visit =
        BookAppointmentRequest.newBuilder()
            .setPetId(list.getPetId())
            .addAllServiceIds(list.getServiceIdsList());
    if (list.hasRoomId()) {
      visit.setRoomId(list.getRoomId());
    }
    for (String species : list.hasPetId() ? List.<String>of() : List.of("dog", "cat")) {
      String pet = clinic.pet(clinic.client(), species);
      if (BookingCalls.send(clinic, list.toBuilder().setPetId(pet).build()).isSuccess()) {
        visit.setPetId(pet);
      }
    }
    return visit.build();
  }

  private static BookAppointmentRequest.Builder at(BookAppointmentRequest visit, Timestamp start) {
    return visit.toBuilder().setRequestId(Clinic.newId()).setStartTime(start);
  }

  private static List<Timestamp> grid(BookingProgram program, ListAvailableSlotsRequest list) {
    ClinicClock clock = program.clock();
    int step =
        list.hasStepMinutes() ? list.getStepMinutes() : program.settings().getSlotStepMinutes();
    return clock
        .grid(ClinicClock.date(list.getFromDate()), ClinicClock.date(list.getToDate()), step)
        .mapToObj(ClinicClock::timestamp)
        .toList();
  }

  private static List<String> vets(BookingProgram program) {
    return program.names().entrySet().stream()
        .filter(name -> name.getValue().startsWith("vet"))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
