package dev.corral.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Refused;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What calls do while the key server takes its time. */
@Timeout(60)
class JwksBlockedTest {

  private static final KeyPair NEW = TestKeys.rsa(2048);
  private static final int CALLERS = 40;

  private final FakeClock clock = new FakeClock(JwtForge.NOW);
  private final KeyServer server = new KeyServer(TestKeys.good());
  private final JwtIdentity identity =
      new JwtIdentity(JwtForge.withKeys(server.uri()), JwtForge.NONE_WITHDRAWN, clock);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final String known = new JwtForge().rs256();
  private final String unknown = new JwtForge().rs256(NEW, "rsa-2");

  @BeforeEach
  void readKeysAndBlock() throws InterruptedException {
    identity.refresh().join();
    server.awaitFetch();
    server.answersAfter(gate, keysWithNew());
  }

  @AfterEach
  void unblock() {
    gate.countDown();
    callers.close();
    server.close();
  }

  @Test
  void knownKeyNeverWaitsForARefresh() throws Exception {
    String remembered = known;
    assertThat(believed(remembered)).isTrue();
    clock.advance(JwtForge.REFRESH);
    assertThat(believed(remembered)).isTrue();
    server.awaitFetch();
    assertThat(believed(remembered)).isTrue();
    assertThat(believed(new JwtForge().es256())).isTrue();
    assertThat(identity.isKnown(remembered)).isTrue();
    assertThat(identity.refresh().isDone()).as("the key server has answered").isFalse();
  }

  @Test
  void knownKeyNeverWaitsForAnUnknownOne() throws Exception {
    Future<Boolean> waiting = callers.submit(() -> believed(unknown));
    server.awaitFetch();
    assertThat(believed(known)).isTrue();
    assertThat(waiting.isDone()).isFalse();
    gate.countDown();
    assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void callersWithTheSameNewKeyShareOneFetch() throws Exception {
    List<Future<Boolean>> waiting = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      String token = new JwtForge().claim("n", Integer.toString(i)).rs256(NEW, "rsa-2");
      waiting.add(callers.submit(() -> believed(token)));
    }
    server.awaitFetch();
    gate.countDown();
    for (Future<Boolean> caller : waiting) {
      assertThat(caller.get(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(server.fetches()).isEqualTo(2);
  }

  @Test
  void callersBeyondAFewAreRefusedAtOnceWhileTheServerIsBlocked() throws Exception {
    CountDownLatch refusedAtOnce = new CountDownLatch(CALLERS);
    List<Future<?>> flood = new ArrayList<>();
    for (int i = 0; i < 64 + CALLERS; i++) {
      flood.add(
          callers.submit(
              () -> {
                if (!believed(unknown)) {
                  refusedAtOnce.countDown();
                }
              }));
    }
    assertThat(refusedAtOnce.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(identity.refresh().isDone()).as("the key server has answered").isFalse();
    gate.countDown();
    for (Future<?> caller : flood) {
      caller.get(20, TimeUnit.SECONDS);
    }
    assertThat(server.fetches()).isEqualTo(2);
  }

  private boolean believed(String token) {
    try {
      return identity.identify(token, Optional.empty()).tenantId().equals("san-roque");
    } catch (Refused e) {
      assertThat(e.reason()).isEqualTo(ServerReason.UNAUTHENTICATED);
      return false;
    }
  }

  private static List<Map<String, Object>> keysWithNew() {
    List<Map<String, Object>> keys = new ArrayList<>(TestKeys.good());
    keys.add(TestKeys.rsaJwk(NEW, "rsa-2"));
    return keys;
  }
}
