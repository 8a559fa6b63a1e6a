package dev.corral.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a failing program short: drops steps as long as it still fails, each time anew. */
public final class ProgramShrinker {

  private static final Duration TIME_MAX = Duration.ofSeconds(40);

  private ProgramShrinker() {}

  /**
   * Fewer steps that still fail.
   *
   * @param failing the last step is the one that fails, and stays
   */
  public static <S> List<S> shrink(List<S> failing, Predicate<List<S>> fails) {
    Instant end = Instant.now().plus(TIME_MAX);
    List<S> shortest = failing;
    for (int size = failing.size() / 2; size > 0; size /= 2) {
      for (int from = shortest.size() - 1 - size; from > -size; from -= size) {
        List<S> fewer = new ArrayList<>(shortest);
        int first = Math.max(0, from);
        fewer.subList(first, Math.min(from + size, fewer.size() - 1)).clear();
        if (Instant.now().isBefore(end) && fails.test(fewer)) {
          shortest = fewer;
        }
      }
    }
    return shortest;
  }
}
