package dev.corral.booking;

import dev.corral.kernel.Outcome;
import java.util.Map;

/** The model says no. */
final class ModelRefusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final Outcome outcome;
  private final transient Map<String, String> metadata;

  ModelRefusal(Outcome outcome) {
    this(outcome, Map.of());
  }

  ModelRefusal(Outcome outcome, Map<String, String> metadata) {
    super(outcome.name());
    this.outcome = outcome;
    this.metadata = metadata;
  }

  ProgramAnswer answer() {
    return new ProgramAnswer(outcome.name(), metadata, null);
  }

  static void when(boolean condition, Outcome outcome) throws ModelRefusal {
    if (condition) {
      throw new ModelRefusal(outcome);
    }
  }
}
