package dev.corral.booking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.Appointment;
import dev.corral.booking.v1.ListAppointmentsRequest;
import dev.corral.booking.v1.ListAppointmentsResponse;
import dev.corral.testing.ProgramTally;
import dev.corral.testing.Race;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random programs whose steps several callers run at once in one clinic. No order is foretold, but
 * no call may break and what is left must be free of overlaps. {@code -Dcorral.programs.races=20}
 * says how many, {@code -Dcorral.programs.seed} where to start.
 */
class ProgramsAtOnceTest {

  private static final int PROGRAMS = Integer.getInteger("corral.programs.races", 20);
  private static final int STEPS_MAX = Integer.getInteger("corral.programs.steps", 120);
  private static final Set<String> BROKEN =
      Set.of(
          "INTERNAL",
          "CONTENDED",
          "DATABASE_UNAVAILABLE",
          "DEADLINE_EXCEEDED",
          "CALL_CANCELLED",
          "INVALID_REQUEST");

  private final TestServer server = TestServer.shared();
  private final ProgramTally tally = new ProgramTally();

  @Test
  void callersAtOnceNeitherBreakTheServerNorOverlapOneAnother() {
    long baseSeed = Long.getLong("corral.programs.seed", System.nanoTime());
    for (int i = 0; i < PROGRAMS; i++) {
      run(baseSeed + i);
    }
    System.out.println("booking programs at once from seed " + baseSeed + ": " + tally);
    assertThat(server.violatedInvariants()).isEmpty();
  }

  private void run(long seed) {
    BookingProgram program = ProgramGenerator.program(seed, STEPS_MAX);
    ProgramRunner runner = new ProgramRunner(server.channel(), program);
    int stored = storing(program);
    program.steps().subList(0, stored).forEach(step -> runner.send(step, tally));
    List<ProgramStep> steps = program.steps().subList(stored, program.steps().size());
    int callers = 4 + (int) Math.floorMod(seed, 5L);
    Race.of(callers, caller -> each(runner, steps, caller, callers));
    tally.programEnded();
    assertThat(overlaps(all(runner.clinic()))).as("seed %d\n%s", seed, program.text()).isEmpty();
  }

  private Integer each(ProgramRunner runner, List<ProgramStep> steps, int caller, int callers) {
    for (int i = caller; i < steps.size(); i += callers) {
      ProgramStep step = steps.get(i);
      runner
          .send(step, tally)
          .filter(answer -> BROKEN.contains(answer.reason()))
          .ifPresent(
              answer -> {
                throw new AssertionError(step + ": " + answer);
              });
    }
    return caller;
  }

  private static int storing(BookingProgram program) {
    int stored = 0;
    while (BookingCalls.isReference(program.steps().get(stored).request())) {
      stored++;
    }
    return stored;
  }

  /** Pairs that meet although neither was allowed to. */
  private static List<Map.Entry<Appointment, Appointment>> overlaps(List<Appointment> all) {
    List<Map.Entry<Appointment, Appointment>> overlaps = new ArrayList<>();
    for (Appointment one : all) {
      for (Appointment other : all) {
        boolean pair = one.getAppointmentId().compareTo(other.getAppointmentId()) < 0;
        boolean allowed =
            !one.getOverrideReason().isEmpty() || !other.getOverrideReason().isEmpty();
        if (pair && !allowed && ModelOverlap.overlap(one, other)) {
          overlaps.add(Map.entry(one, other));
        }
      }
    }
    return overlaps;
  }

  private static List<Appointment> all(Clinic clinic) {
    List<Appointment> all = new ArrayList<>();
    ListAppointmentsRequest request = ListAppointmentsRequest.newBuilder().setPageSize(50).build();
    ListAppointmentsResponse page = clinic.bookings().listAppointments(request);
    all.addAll(page.getAppointmentsList());
    while (!page.getNextPageToken().isEmpty()) {
      page =
          clinic
              .bookings()
              .listAppointments(request.toBuilder().setPageToken(page.getNextPageToken()).build());
      all.addAll(page.getAppointmentsList());
    }
    return all;
  }
}
