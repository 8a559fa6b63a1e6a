package dev.corral.shop;

import com.google.protobuf.Message;
import dev.corral.kernel.Outcome;
import java.util.Map;

/** The model says no. */
final class ShopRefusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final Outcome outcome;
  private final transient Map<String, String> metadata;
  private final transient Message detail;

  private ShopRefusal(Outcome outcome, Map<String, String> metadata, Message detail) {
    super(outcome.name());
    this.outcome = outcome;
    this.metadata = metadata;
    this.detail = detail;
  }

  ShopAnswer answer() {
    return new ShopAnswer(outcome.name(), metadata, detail);
  }

  /** Refuses with metadata, given as keys and values in turn. */
  static void when(boolean condition, Outcome outcome, Object... metadata) throws ShopRefusal {
    if (condition) {
      throw new ShopRefusal(outcome, ShopAnswer.metadata(metadata), null);
    }
  }

  /** A refusal with a detail besides. */
  static ShopRefusal of(String reason, Map<String, String> metadata, Message detail) {
    return new ShopRefusal(Outcome.valueOf(reason), metadata, detail);
  }
}
