package dev.corral.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Chance that a seed decides. */
public final class ProgramDice {

  private final SplittableRandom random;

  public ProgramDice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  public boolean percent(int chance) {
    return random.nextInt(100) < chance;
  }

  public int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  @SafeVarargs
  public final <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  public <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** At least {@code least} of them, or all, in any order. */
  public <T> List<T> some(List<T> choices, int least) {
    List<T> left = new ArrayList<>(choices);
    List<T> chosen = new ArrayList<>();
    int count = between(Math.min(least, left.size()), left.size());
    while (chosen.size() < count) {
      chosen.add(left.remove(random.nextInt(left.size())));
    }
    return chosen;
  }

  public String id() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
