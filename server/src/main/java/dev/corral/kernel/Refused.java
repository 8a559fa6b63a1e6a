package dev.corral.kernel;

import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;

/**
 * A call that was answered with a refusal. It has changed nothing. Carries no stack trace: a
 * refusal is an answer, not a fault.
 */
public final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Reason reason;
  private final transient Map<String, String> metadata;
  private final transient List<Message> details;

  /**
   * Refuses for a reason.
   *
   * @param metadata the values that a screen needs, such as {@code due_minor}; never another
   *     client's data
   * @param details what the status carries beside them, such as every shortage of an order
   */
  public Refused(Reason reason, Map<String, String> metadata, List<Message> details) {
    super(reason.name(), null, false, false);
    this.reason = reason;
    this.metadata = Map.copyOf(metadata);
    this.details = List.copyOf(details);
  }

  /** Refuses for a reason that needs no values. */
  public Refused(Reason reason) {
    this(reason, Map.of(), List.of());
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  /** The values that belong to the reason. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** What the status carries beside its reason. */
  public List<Message> details() {
    return details;
  }
}
