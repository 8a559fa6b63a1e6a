package dev.corral.prove;

/** One race: callers that want the same thing at the same time, over and over. */
interface Contest {

  /** What the race is called in the report. */
  String name();

  /** What it must not do, in the plural: {@code double bookings}. */
  String harm();

  /** How many callers start together. */
  int callers();

  /** How many rounds it runs where so many are asked for; races that need much set-up run fewer. */
  default int rounds(int asked) {
    return asked;
  }

  /** Makes what all rounds need. */
  void prepare(int rounds) throws Unfit;

  /** Sets one round up, runs it and looks at what became of it. */
  void round(int number, Tally tally);

  /** Looks at what became of all rounds together. */
  default void finish(Tally tally) {}
}
