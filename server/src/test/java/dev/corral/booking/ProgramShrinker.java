package dev.corral.booking;

import io.grpc.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a failing program short: drops steps as long as it still fails, each time anew. */
final class ProgramShrinker {

  private static final Duration TIME_MAX = Duration.ofSeconds(40);

  private final Channel channel;
  private final String reasons;
  private final Instant end = Instant.now().plus(TIME_MAX);

  private ProgramShrinker(Channel channel, ProgramRunner.Mismatch mismatch) {
    this.channel = channel;
    this.reasons = reasons(mismatch);
  }

  /** A shorter program on which server and model differ in the same way. */
  static BookingProgram shrink(
      Channel channel, BookingProgram program, ProgramRunner.Mismatch mismatch) {
    int last = program.steps().indexOf(mismatch.step());
    BookingProgram failing = program.with(program.steps().subList(0, last + 1));
    return new ProgramShrinker(channel, mismatch).drop(failing);
  }

  private BookingProgram drop(BookingProgram failing) {
    BookingProgram shortest = failing;
    for (int size = failing.steps().size() / 2; size > 0; size /= 2) {
      for (int from = shortest.steps().size() - 1 - size; from > -size; from -= size) {
        List<ProgramStep> fewer = new ArrayList<>(shortest.steps());
        int first = Math.max(0, from);
        fewer.subList(first, Math.min(from + size, fewer.size() - 1)).clear();
        BookingProgram candidate = shortest.with(fewer);
        if (Instant.now().isBefore(end) && fails(candidate)) {
          shortest = candidate;
        }
      }
    }
    return shortest;
  }

  private boolean fails(BookingProgram candidate) {
    Optional<ProgramRunner.Mismatch> mismatch =
        new ProgramRunner(channel, candidate).run(new ProgramTally());
    return mismatch.isPresent() && reasons(mismatch.get()).equals(reasons);
  }

  private static String reasons(ProgramRunner.Mismatch mismatch) {
    return mismatch.step().number() + mismatch.expected().reason() + mismatch.answered().reason();
  }
}
