package dev.corral.prove;

/** One race: callers that want the same thing at the same time, over and over. */
abstract class Contest {

  private final String name;
  private final String harm;
  private final int callers;

  /**
   * A race.
   *
   * @param name what it is called in the report
   * @param harm what it must not do, in the plural: {@code double bookings}
   * @param callers how many start together
   */
  Contest(String name, String harm, int callers) {
    this.name = name;
    this.harm = harm;
    this.callers = callers;
  }

  final String name() {
    return name;
  }

  final String harm() {
    return harm;
  }

  final int callers() {
    return callers;
  }

  /** How many rounds it runs where so many are asked for; races that need much set-up run fewer. */
  int rounds(int asked) {
    return asked;
  }

  /** Stores what all rounds need. */
  void prepare(int rounds) throws Unfit {}

  /** Sets one round up, runs it and looks at what became of it. */
  abstract void round(int number, Tally tally);

  /** Looks at what became of all rounds together. */
  void finish(Tally tally) {}
}
