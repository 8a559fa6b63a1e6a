package dev.corral.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.corral.TestServer;
import dev.corral.testing.ProgramShrinker;
import dev.corral.testing.ProgramTally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Random programs of calls, each in a clinic of its own, whose every answer is foretold by {@link
 * BookingModel}. {@code -Dcorral.programs.seconds=60} says how long, or {@code
 * -Dcorral.programs=10000} how many; {@code -Dcorral.programs.steps=60} how long each may be;
 * {@code -Dcorral.programs.seed} starts where a failed run did, on the same day.
 */
class BookingProgramsTest {

  private static final int AT_ONCE = 3;
  private static final int MISMATCHES_MAX = Integer.getInteger("corral.programs.mismatches", 1);
  private static final int STEPS_MAX = Integer.getInteger("corral.programs.steps", 60);
  private static final long COUNT = Long.getLong("corral.programs", Long.MAX_VALUE);
  private static final Duration TIME =
      Duration.ofSeconds(
          COUNT < Long.MAX_VALUE ? 1_000_000 : Integer.getInteger("corral.programs.seconds", 20));

  private final TestServer server = TestServer.shared();
  private final long baseSeed = Long.getLong("corral.programs.seed", System.nanoTime());
  private final ProgramTally tally = new ProgramTally();
  private final List<String> mismatches = new ArrayList<>();

  @Test
  void everyAnswerIsTheOneThatTheModelForetells() throws Exception {
    Instant end = Instant.now().plus(TIME);
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        running.add(
            threads.submit(
                () -> {
                  int number = next.getAndIncrement();
                  while (number < COUNT && Instant.now().isBefore(end) && !isEnough()) {
                    runProgram(baseSeed + number);
                    number = next.getAndIncrement();
                  }
                }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    }
    System.out.println("booking programs from seed " + baseSeed + ": " + tally);
    if (!mismatches.isEmpty()) {
      fail(String.join("\n\n", mismatches));
    }
    assertThat(server.violatedInvariants()).isEmpty();
  }

  private void runProgram(long seed) {
    BookingProgram program = ProgramGenerator.program(seed, STEPS_MAX);
    Optional<ProgramRunner.Mismatch> mismatch =
        new ProgramRunner(server.channel(), program).run(tally);
    tally.programEnded();
    if (mismatch.isPresent() && !isEnough()) {
      report(program, mismatch.get());
    }
  }

  private synchronized boolean isEnough() {
    return mismatches.size() >= MISMATCHES_MAX;
  }

  private synchronized void report(BookingProgram program, ProgramRunner.Mismatch first) {
    BookingProgram shortest = shrink(program, first);
    ProgramRunner.Mismatch mismatch =
        new ProgramRunner(server.channel(), shortest).run(new ProgramTally()).orElse(first);
    mismatches.add(
        """
        seed %d, step %d
        %s
        the model expects %s
        the server answers %s\
        """
            .formatted(
                program.seed(),
                mismatch.step().number(),
                shortest.text(),
                text(shortest, mismatch.expected()),
                text(shortest, mismatch.answered())));
  }

  /** A shorter program on which server and model differ in the same way. */
  private BookingProgram shrink(BookingProgram program, ProgramRunner.Mismatch mismatch) {
    int last = program.steps().indexOf(mismatch.step());
    return program.with(
        ProgramShrinker.shrink(
            program.steps().subList(0, last + 1),
            fewer ->
                new ProgramRunner(server.channel(), program.with(fewer))
                    .run(new ProgramTally())
                    .filter(again -> reasons(again).equals(reasons(mismatch)))
                    .isPresent()));
  }

  private static String reasons(ProgramRunner.Mismatch mismatch) {
    return mismatch.step().number() + mismatch.expected().reason() + mismatch.answered().reason();
  }

  private static String text(BookingProgram program, ProgramAnswer answer) {
    return answer.message() == null ? answer.toString() : program.text(answer.message());
  }
}
