package dev.corral.kernel;

import java.util.Map;

/**
 * A call that was answered with a refusal. It has changed nothing. Carries no stack trace: a
 * refusal is an answer, not a fault.
 */
public final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Reason reason;
  private final transient Map<String, String> metadata;

  /**
   * Refuses for a reason.
   *
   * @param metadata the values that a screen needs, such as {@code due_minor}; never another
   *     client's data
   */
  public Refused(Reason reason, Map<String, String> metadata) {
    super(reason.name(), null, false, false);
    this.reason = reason;
    this.metadata = Map.copyOf(metadata);
  }

  /** Refuses for a reason that needs no values. */
  public Refused(Reason reason) {
    this(reason, Map.of());
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  /** The values that belong to the reason. */
  public Map<String, String> metadata() {
    return metadata;
  }
}
