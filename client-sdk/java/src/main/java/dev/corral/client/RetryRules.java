package dev.corral.client;

import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which calls gRPC sends again by itself, as a service config. All are safe to repeat, since every
 * mutation carries a {@code request_id}; an answer that a retry cannot better forbids it with the
 * trailer {@code grpc-retry-pushback-ms: -1}, and one that it can says there when to come again.
 */
final class RetryRules {

  /** gRPC allows no more. */
  private static final double ATTEMPTS = 5;

  private static final List<String> CODES = List.of("UNAVAILABLE", "ABORTED", "RESOURCE_EXHAUSTED");

  private RetryRules() {}

  /** With a delay, a cheap read that has no answer after it is sent a second time beside it. */
  static Map<String, ?> serviceConfig(Duration hedgeReadsAfter) {
    List<Map<String, ?>> rules = new ArrayList<>();
    rules.add(
        Map.of(
            "name",
            List.of(Map.of()),
            "retryPolicy",
            Map.of(
                "maxAttempts",
                ATTEMPTS,
                "initialBackoff",
                "0.1s",
                "maxBackoff",
                "2s",
                "backoffMultiplier",
                2.0,
                "retryableStatusCodes",
                CODES)));
    if (hedgeReadsAfter != null) {
      rules.add(
          Map.of(
              "name",
              Methods.all().filter(Methods::isRead).map(RetryRules::name).toList(),
              "hedgingPolicy",
              Map.of(
                  "maxAttempts",
                  2.0,
                  "hedgingDelay",
                  hedgeReadsAfter.toMillis() / 1e3 + "s",
                  "nonFatalStatusCodes",
                  CODES)));
    }
    return Map.of("methodConfig", rules);
  }

  private static Map<String, String> name(MethodDescriptor<?, ?> method) {
    return Map.of("service", method.getServiceName(), "method", method.getBareMethodName());
  }
}
