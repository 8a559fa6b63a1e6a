package dev.corral;

import static dev.corral.testing.Refusals.detail;
import static dev.corral.testing.Refusals.errorInfo;
import static dev.corral.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import dev.corral.common.v1.Role;
import dev.corral.tenant.v1.ClassLimits;
import dev.corral.tenant.v1.GetTenantLimitsRequest;
import dev.corral.tenant.v1.GetTenantRequest;
import dev.corral.tenant.v1.SetTenantLimitsRequest;
import dev.corral.tenant.v1.TenantLimits;
import dev.corral.testing.BlockedCalls;
import dev.corral.testing.Race;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limits of a server, asked over gRPC. */
@Timeout(180)
class TenantLimitsTest {

  private static final int READS = 100;
  private static final int WRITES_AT_ONCE = 5;
  private static final int ROUNDS = 200;
  private static final int CALLERS = 300;
  private static final long EFFECT_MS_MAX = 5_000;
  private static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  private static TestServer server;
  private final Clinic clinic = server.freshClinic();

  @BeforeAll
  static void startServer() {
    server =
        TestServer.start(
            Map.of(
                "CORRAL_LIMITS",
                "read=" + READS + "/1000,write=100000/" + WRITES_AT_ONCE,
                "CORRAL_POOL_SIZE",
                "12",
                "CORRAL_LOCK_TIMEOUT_MS",
                "60000"));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void burstIsCountedExactlyAndEveryRefusalSaysWhatToDo() {
    Race<Object> race = Race.of(CALLERS, i -> get(clinic));
    assertThat(race.winners().size()).isBetween(READS, 2 * READS);
    assertThat(race.refusals())
        .isEqualTo(Map.of("TOO_MANY_CALLS", CALLERS - race.winners().size()));
    StatusRuntimeException refused = firstRefusal(clinic);
    assertThat(errorInfo(refused).getMetadataMap())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("limit", "read.calls_per_second", "limit_value", Integer.toString(READS)));
    assertThat(detail(refused, QuotaFailure.class).getViolations(0).getSubject())
        .isEqualTo("tenant:" + clinic.tenantId());
    RetryInfo info = detail(refused, RetryInfo.class);
    long retryMs = TimeUnit.NANOSECONDS.toMillis(info.getRetryDelay().getNanos());
    assertThat(info.getRetryDelay().getSeconds() * 1000 + retryMs).isBetween(1L, 1_001L);
    assertThat(refused.getTrailers().get(PUSHBACK)).isNotNull();
    get(server.freshClinic()); // another tenant does not feel it
  }

  @Test
  void callThatTheRoleMayNotMakeSpendsNothingOfTheLimit() {
    var client = clinic.asClient(Clinic.newId()).tenants();
    GetTenantLimitsRequest request = GetTenantLimitsRequest.getDefaultInstance();
    Race<Object> race =
        Race.of(CALLERS + READS, i -> i < CALLERS ? client.getTenantLimits(request) : get(clinic));
    assertThat(race.refusals()).isEqualTo(Map.of("ROLE_NOT_ALLOWED", CALLERS));
  }

  // 191, temporalio/temporal PR#10134
  @Test
  void tenantThatKeepsToItsLimitIsServedBesideOneThatDoesNot() {
    Clinic quiet = server.freshClinic();
    AtomicInteger served = new AtomicInteger();
    Race<Object> race =
        Race.of(
            11 * READS,
            i -> {
              if (i >= READS) {
                return get(clinic);
              }
              Object answer = get(quiet);
              served.incrementAndGet();
              return answer;
            });
    assertThat(served).hasValue(READS);
    assertThat(race.refusals()).containsOnlyKeys("TOO_MANY_CALLS");
    assertThat(race.winners().size()).isBetween(2 * READS, 9 * READS);
  }

  @Test
  void callsAtOnceAreCountedExactly() throws Exception {
    try (BlockedCalls blocked = BlockedCalls.of(server, clinic)) {
      blocked.start(3 * WRITES_AT_ONCE);
      blocked.awaitEnded(2 * WRITES_AT_ONCE);
      assertThat(blocked.refusals())
          .isEqualTo(Map.of("TOO_MANY_CALLS_AT_ONCE", 2 * WRITES_AT_ONCE));
      server.freshClinic().pet(); // another tenant writes
      get(clinic); // and so does another class
    }
  }

  @Test
  void permitsComeBackHoweverACallEnds() throws Exception {
    for (BlockedCalls.End end : BlockedCalls.End.values()) {
      try (BlockedCalls blocked = BlockedCalls.of(server, clinic)) {
        for (int round = 0; round < ROUNDS / WRITES_AT_ONCE; round++) {
          blocked.run(WRITES_AT_ONCE, end);
        }
        blocked.awaitAllPermits(WRITES_AT_ONCE);
      }
    }
  }

  @Test
  void anotherPlanHoldsWithinSecondsAndSoDoesTheDefaultAgain() {
    setLimits(ClassLimits.newBuilder().setCallsPerSecond(3).build());
    awaitLimit("3");
    setLimits(ClassLimits.getDefaultInstance());
    awaitLimit(Integer.toString(READS));
  }

  // 193, lzvxck/seri-agent#125
  @Test
  void callsOfAllTenantsTogetherAreBounded() throws Exception {
    TestServer narrow =
        TestServer.start(
            server.databaseUrl(),
            Map.of("CORRAL_CALLS_IN_FLIGHT_MAX", "4", "CORRAL_LOCK_TIMEOUT_MS", "60000"));
    try (narrow) {
      Clinic idle = narrow.freshClinic();
      try (BlockedCalls blocked = BlockedCalls.of(narrow, narrow.freshClinic())) {
        blocked.start(10);
        blocked.awaitEnded(6);
        assertThat(blocked.refusals()).isEqualTo(Map.of("SERVER_OVERLOADED", 6));
        StatusRuntimeException refused =
            catchThrowableOfType(StatusRuntimeException.class, () -> get(idle));
        assertThat(errorInfo(refused).getMetadataMap())
            .containsEntry("limit", "server.calls_in_flight")
            .containsEntry("limit_value", "4");
        assertThat(refused.getTrailers().get(PUSHBACK)).isNotNull();
      }
      awaitAnswer(idle);
    }
  }

  /** The last permit comes back a moment after its call's answer. */
  private static void awaitAnswer(Clinic of) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(EFFECT_MS_MAX);
    while (catchThrowableOfType(StatusRuntimeException.class, () -> get(of)) != null) {
      assertThat(System.nanoTime() - end).isNegative();
    }
  }

  private static Object get(Clinic of) {
    return of.tenants().getTenant(GetTenantRequest.getDefaultInstance());
  }

  private void setLimits(ClassLimits read) {
    clinic
        .as(Role.ROLE_PLATFORM, Clinic.newId())
        .tenants()
        .setTenantLimits(
            SetTenantLimitsRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setLimits(TenantLimits.newBuilder().setRead(read))
                .build());
  }

  /** Calls until it is refused with this limit. */
  private void awaitLimit(String value) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(EFFECT_MS_MAX);
    String seen = "";
    while (!seen.equals(value)) {
      assertThat(System.nanoTime() - end).as("ns late; the limit is %s", seen).isNegative();
      seen = errorInfo(firstRefusal(clinic)).getMetadataOrThrow("limit_value");
    }
  }

  private static StatusRuntimeException firstRefusal(Clinic of) {
    while (true) {
      StatusRuntimeException refused =
          catchThrowableOfType(StatusRuntimeException.class, () -> get(of));
      if (refused != null) {
        assertThat(reason(refused)).isEqualTo("TOO_MANY_CALLS");
        return refused;
      }
    }
  }
}
