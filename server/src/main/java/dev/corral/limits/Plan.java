package dev.corral.limits;

import dev.corral.common.v1.Limit;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a tenant may ask of one server, by class of limit.
 *
 * @param bounds one for each class
 */
public record Plan(Map<Limit, Bounds> bounds) {

  private static final Pattern CLASS =
      Pattern.compile("(read|write|expensive|strict)=(\\d{1,6})/(\\d{1,5})");

  /** What a tenant has whose own plan says nothing, unless an operator sets other defaults. */
  public static final Plan STANDARD = parse("read=500/100,write=200/50,expensive=20/8,strict=10/4");

  /**
   * The two limits of a class.
   *
   * @param callsPerSecond calls that may begin in a second, 1 to 100,000
   * @param callsInFlight calls that may run at once, 1 to 10,000
   */
  public record Bounds(int callsPerSecond, int callsInFlight) {

    static final int CALLS_PER_SECOND_MAX = 100_000;
    static final int CALLS_IN_FLIGHT_MAX = 10_000;
  }

  /** The limits of a class. */
  Bounds of(Limit limit) {
    return bounds.get(limit);
  }

  /**
   * Reads {@code read=500/100,write=200/50}: calls a second, calls in flight. Classes that are not
   * named keep the standard.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public static Plan parse(String text) {
    Map<Limit, Bounds> bounds = new EnumMap<>(Limit.class);
    if (STANDARD != null) { // null only while it is made itself
      bounds.putAll(STANDARD.bounds());
    }
    for (String part : text.split(",")) {
      Matcher matcher = CLASS.matcher(part.strip());
      if (!matcher.matches()) {
        throw new IllegalArgumentException("is not of the form read=500/100,write=200/50: " + text);
      }
      int perSecond = Integer.parseInt(matcher.group(2));
      int inFlight = Integer.parseInt(matcher.group(3));
      if (perSecond < 1
          || perSecond > Bounds.CALLS_PER_SECOND_MAX
          || inFlight < 1
          || inFlight > Bounds.CALLS_IN_FLIGHT_MAX) {
        throw new IllegalArgumentException(
            "is outside 1 to 100000 calls a second or 1 to 10000 in flight: " + text);
      }
      bounds.put(
          Limit.valueOf("LIMIT_" + matcher.group(1).toUpperCase(Locale.ROOT)),
          new Bounds(perSecond, inFlight));
    }
    return new Plan(Map.copyOf(bounds));
  }
}
