package dev.corral.limits;

import com.google.protobuf.Message;
import com.google.rpc.QuotaFailure;
import dev.corral.grpc.ServerReason;
import dev.corral.grpc.Statuses;
import dev.corral.kernel.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a caller is told whose call would be one too many. */
final class Refusals {

  private Refusals() {}

  /**
   * A refusal for a limit.
   *
   * @param subject whose limit it is, such as {@code tenant:san-roque}
   * @param limit its name, such as {@code write.calls_per_second}
   * @param value what it is
   * @param retryAfter when a call may succeed again
   */
  static Refused refusal(
      ServerReason reason, String subject, String limit, int value, Duration retryAfter) {
    List<Message> details =
        List.of(
            QuotaFailure.newBuilder()
                .addViolations(
                    QuotaFailure.Violation.newBuilder()
                        .setSubject(subject)
                        .setDescription(limit + " is " + value + "."))
                .build(),
            Statuses.retryInfo(retryAfter.toMillis() + 1));
    return new Refused(
        reason, Map.of("limit", limit, "limit_value", Integer.toString(value)), details);
  }
}
