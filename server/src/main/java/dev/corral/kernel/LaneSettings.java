package dev.corral.kernel;

/**
 * How calls share statements.
 *
 * @param lanes how many statements of calls that write may run at once, and as many that read; each
 *     has a connection
 * @param callsMax how many calls a statement may hold; 1 turns lanes off
 * @param queueMax how many calls may wait in a lane
 */
public record LaneSettings(int lanes, int callsMax, int queueMax) {

  /** How many connections the lanes want. */
  public int connections() {
    return isOff() ? 0 : 2 * lanes;
  }

  boolean isOff() {
    return callsMax == 1;
  }
}
