package dev.corral.grpc;

import static dev.corral.testing.Refusals.detail;
import static dev.corral.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.RetryInfo;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.tenant.v1.GetTenantRequest;
import dev.corral.testing.BlockedCalls;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The queue before a pool of one connection, which a call that waits for a row has. */
@Timeout(60)
class FullQueueTest {

  private static final int QUEUE = 5;
  private static final int MORE = 20;
  private static final int LEARNED_FROM = 8;
  private static final Duration AT_ONCE_MAX = Duration.ofSeconds(1);

  @Test
  void whoeverComesToAFullQueueIsSentAwayAtOnceWithAHintWhenToComeBack() throws Exception {
    try (TestServer server = start()) {
      Clinic clinic = server.freshClinic();
      try (BlockedCalls blocked = BlockedCalls.of(server, clinic)) {
        blocked.start(1 + QUEUE + MORE);
        blocked.awaitEnded(MORE);
        assertThat(blocked.refusals()).isEqualTo(Map.of("SERVER_OVERLOADED", MORE));
        assertSentAwayAtOnce(clinic, Duration.ofSeconds(8));
      }
      get(clinic, Duration.ofSeconds(8));
      assertThat(server.violatedInvariants()).isEmpty();
    }
  }

  @Test
  void whoWouldNotComeThroughInTimeIsSentAwayAtOnce() throws Exception {
    try (TestServer server = start()) {
      Clinic clinic = server.freshClinic();
      try (BlockedCalls blocked = BlockedCalls.of(server, clinic)) {
        for (int i = 0; i < LEARNED_FROM; i++) { // so that the gate knows how long a place is held
          blocked.run(1, BlockedCalls.End.DEADLINE, 1_000);
        }
        blocked.start(1);
        blocked.awaitBlocked();
        assertSentAwayAtOnce(clinic, Duration.ofMillis(150));
      }
      get(clinic, Duration.ofSeconds(8));
    }
  }

  private static void assertSentAwayAtOnce(Clinic clinic, Duration deadline) {
    Instant start = Instant.now();
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> get(clinic, deadline));
    assertThat(reason(refused)).isEqualTo("SERVER_OVERLOADED");
    assertThat(Duration.between(start, Instant.now())).isLessThan(AT_ONCE_MAX);
    assertThat(detail(refused, RetryInfo.class).getRetryDelay().getNanos()).isPositive();
    assertThat(refused.getTrailers().get(Statuses.RETRY_PUSHBACK)).isNotNull();
  }

  private static void get(Clinic clinic, Duration deadline) {
    clinic
        .tenants()
        .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .getTenant(GetTenantRequest.getDefaultInstance());
  }

  private static TestServer start() {
    return TestServer.start(
        Map.of(
            "CORRAL_LANE_CALLS_MAX", "1",
            "CORRAL_POOL_SIZE", "1",
            "CORRAL_QUEUE_MAX", Integer.toString(QUEUE),
            "CORRAL_LOCK_TIMEOUT_MS", "60000"));
  }
}
