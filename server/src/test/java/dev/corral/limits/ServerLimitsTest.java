package dev.corral.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import dev.corral.common.v1.Limit;
import dev.corral.grpc.Permit;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Refused;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The limits by a clock that the test moves. */
class ServerLimitsTest {

  private static final String TENANT = "san-roque";
  private static final int TENANTS = 1_000_000;
  private static final long HEAP_GROWTH_MAX = 64L * 1024 * 1024;

  private final AtomicLong nanos = new AtomicLong(1);
  private final ServerLimits limits =
      new ServerLimits(
          new LimitSettings(Plan.parse("read=5/100,write=100/3"), 4, 100, 2), nanos::get);

  @Test
  void secondHasAsManyCallsAsThePlanSays() {
    for (int second = 0; second < 3; second++) {
      for (int i = 0; i < 5; i++) {
        limits.countCall(TENANT, Limit.LIMIT_READ);
      }
      Refused refused = refusal(() -> limits.countCall(TENANT, Limit.LIMIT_READ));
      assertThat(refused.reason()).isEqualTo(ServerReason.TOO_MANY_CALLS);
      assertThat(refused.metadata())
          .containsEntry("limit", "read.calls_per_second")
          .containsEntry("limit_value", "5");
      assertThat(detail(refused, QuotaFailure.class).getViolations(0).getSubject())
          .isEqualTo("tenant:" + TENANT);
      limits.countCall("another", Limit.LIMIT_READ);
      limits.countCall(TENANT, Limit.LIMIT_WRITE);
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    }
  }

  @Test
  void refusalSaysWhenTheNextSecondBegins() {
    for (int i = 0; i < 5; i++) {
      limits.countCall(TENANT, Limit.LIMIT_READ);
    }
    nanos.addAndGet(Duration.ofMillis(700).toNanos());
    RetryInfo info =
        detail(refusal(() -> limits.countCall(TENANT, Limit.LIMIT_READ)), RetryInfo.class);
    assertThat(Duration.ofNanos(info.getRetryDelay().getNanos()))
        .isBetween(Duration.ofMillis(290), Duration.ofMillis(302));
    nanos.addAndGet(info.getRetryDelay().getNanos());
    assertThatNoException().isThrownBy(() -> limits.countCall(TENANT, Limit.LIMIT_READ));
  }

  @Test
  void callsInFlightAreBoundedAndComeBackOnceEach() {
    List<Permit> held = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      held.add(limits.enterTenant(TENANT, Limit.LIMIT_WRITE));
    }
    Refused refused = refusal(() -> limits.enterTenant(TENANT, Limit.LIMIT_WRITE));
    assertThat(refused.reason()).isEqualTo(ServerReason.TOO_MANY_CALLS_AT_ONCE);
    assertThat(refused.metadata()).containsEntry("limit", "write.calls_in_flight");
    held.get(0).release();
    held.get(0).release(); // gives nothing more back
    held.set(0, limits.enterTenant(TENANT, Limit.LIMIT_WRITE));
    assertThat(refusal(() -> limits.enterTenant(TENANT, Limit.LIMIT_WRITE)).reason())
        .isEqualTo(ServerReason.TOO_MANY_CALLS_AT_ONCE);
  }

  // 193, lzvxck/seri-agent#125
  @Test
  void allTenantsTogetherAreBoundedToo() {
    List<Permit> held = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      held.add(limits.enterServer());
    }
    Refused refused = refusal(limits::enterServer);
    assertThat(refused.reason()).isEqualTo(ServerReason.SERVER_OVERLOADED);
    assertThat(detail(refused, RetryInfo.class).hasRetryDelay()).isTrue();
    held.forEach(Permit::release);
    assertThatNoException().isThrownBy(limits::enterServer);
  }

  @Test
  void changedPlanHoldsForGatesThatAreThere() {
    limits.countCall(TENANT, Limit.LIMIT_READ);
    limits.change(TENANT, Plan.parse("read=7/1"));
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    for (int i = 0; i < 7; i++) {
      limits.countCall(TENANT, Limit.LIMIT_READ);
    }
    assertThat(refusal(() -> limits.countCall(TENANT, Limit.LIMIT_READ)).metadata())
        .containsEntry("limit_value", "7");
  }

  @Test
  void tenantThatHasCalledIsAskedForOnce() {
    limits.countCall(TENANT, Limit.LIMIT_READ);
    assertThat(limits.takeUsed()).containsExactly(TENANT);
    assertThat(limits.takeUsed()).isEmpty();
    limits.putBackUsed(List.of(TENANT, "never-seen"));
    assertThat(limits.takeUsed()).containsExactly(TENANT);
  }

  @Test
  void addressWithBadCredentialsIsStoppedForTheRestOfTheSecond() {
    InetSocketAddress address = address("192.0.2.7");
    limits.countBadCredential(address);
    assertThatNoException().isThrownBy(() -> limits.enterUnproven(address));
    limits.countBadCredential(address);
    assertThat(refusal(() -> limits.enterUnproven(address)).reason())
        .isEqualTo(ServerReason.TOO_MANY_BAD_CREDENTIALS);
    assertThatNoException().isThrownBy(() -> limits.enterUnproven(address("192.0.2.8")));
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThatNoException().isThrownBy(() -> limits.enterUnproven(address));
  }

  @Test
  void addressHasABoundOnCredentialsThatAreBeingLookedAt() {
    InetSocketAddress address = address("192.0.2.9");
    List<Permit> held = new ArrayList<>();
    Refused refused = null;
    while (refused == null && held.size() < 1_000) {
      refused = refusal(() -> held.add(limits.enterUnproven(address)));
    }
    assertThat(held).hasSize(128);
    assertThat(refused.metadata()).containsEntry("limit", "address.unproven_credentials_in_flight");
    assertThatNoException().isThrownBy(() -> limits.enterUnproven(address("192.0.2.10")));
    held.get(0).release();
    assertThatNoException().isThrownBy(() -> limits.enterUnproven(address));
  }

  @Test
  void networkOfAnIpv6AddressIsOneCaller() {
    limits.countBadCredential(address("2001:db8:1:2::1"));
    limits.countBadCredential(address("2001:db8:1:2:ffff::9"));
    assertThat(refusal(() -> limits.enterUnproven(address("2001:db8:1:2::3"))).reason())
        .isEqualTo(ServerReason.TOO_MANY_BAD_CREDENTIALS);
    assertThatNoException().isThrownBy(() -> limits.enterUnproven(address("2001:db8:1:3::1")));
  }

  @Test
  void aMillionTenantsTakeNoMoreMemoryThanTheBound() {
    long before = heap();
    for (int i = 0; i < TENANTS; i++) {
      for (Limit limit : List.of(Limit.LIMIT_READ, Limit.LIMIT_WRITE)) {
        limits.countCall("tenant-" + i, limit);
        limits.enterTenant("tenant-" + i, limit).release();
      }
    }
    assertThat(limits.tenantCount()).isLessThanOrEqualTo(ServerLimits.KEPT_MAX);
    assertThat(heap() - before).as("bytes more on the heap").isLessThan(HEAP_GROWTH_MAX);
    assertThat(limits.takeUsed()).isNotEmpty(); // and they are still there to be counted
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static InetSocketAddress address(String text) {
    return new InetSocketAddress(InetAddress.ofLiteral(text), 4711);
  }

  private static Refused refusal(Runnable call) {
    return catchThrowableOfType(Refused.class, call::run);
  }

  private static <M> M detail(Refused refused, Class<M> type) {
    return refused.details().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }
}
