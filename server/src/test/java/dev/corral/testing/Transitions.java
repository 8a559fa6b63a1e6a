package dev.corral.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.function.Predicate;

/** When the clocks of a zone change next, so that tests of such days can book them. */
public final class Transitions {

  private Transitions() {}

  /** The next time that clocks are set forward, some days from now at least. */
  public static ZoneOffsetTransition nextGap(String zone) {
    return next(zone, ZoneOffsetTransition::isGap);
  }

  /** The next time that clocks are set back, some days from now at least. */
  public static ZoneOffsetTransition nextOverlap(String zone) {
    return next(zone, ZoneOffsetTransition::isOverlap);
  }

  private static ZoneOffsetTransition next(String zone, Predicate<ZoneOffsetTransition> wanted) {
    Instant after = Instant.now().plus(Duration.ofDays(8));
    while (true) {
      ZoneOffsetTransition transition = ZoneId.of(zone).getRules().nextTransition(after);
      if (wanted.test(transition)) {
        return transition;
      }
      after = transition.getInstant();
    }
  }
}
