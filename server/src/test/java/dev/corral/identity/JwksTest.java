package dev.corral.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.jwk.Curve;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Reason;
import dev.corral.kernel.Refused;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys on a server: rotation, withdrawal, floods and outages, by a clock that is moved. */
class JwksTest {

  private static final KeyPair NEW = TestKeys.rsa(2048);
  private static final List<Map<String, Object>> OLD_KEYS = TestKeys.good();
  private static final List<Map<String, Object>> NEW_KEYS =
      List.of(TestKeys.rsaJwk(NEW, "rsa-2"), TestKeys.ecJwk(TestKeys.EC, Curve.P_256, "ec-1"));
  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration UNKNOWN_PAUSE = Duration.ofSeconds(30);

  private final FakeClock clock = new FakeClock(JwtForge.NOW);
  private final KeyServer server = new KeyServer(OLD_KEYS);
  private final JwtIdentity identity =
      new JwtIdentity(JwtForge.withKeys(server.uri()), JwtForge.NONE_WITHDRAWN, clock);
  private final String oldToken = lasting().rs256();
  private final String newToken = lasting().rs256(NEW, "rsa-2");

  @BeforeEach
  void readKeys() {
    identity.refresh().join();
    assertThat(server.fetches()).isEqualTo(1);
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void keysAreReadOnceForManyTokens() {
    Stream.of(oldToken, lasting().es256(), lasting().eddsa(), oldToken)
        .forEach(this::assertBelieved);
    clock.advance(JwtForge.REFRESH.minusSeconds(1));
    assertBelieved(oldToken);
    assertThat(server.fetches()).isEqualTo(1);
  }

  @Test
  void newKeyIsFoundAtOnceByItsUnknownId() {
    server.answers(NEW_KEYS);
    assertBelieved(newToken);
    assertThat(server.fetches()).isEqualTo(2);
  }

  @Test
  void withdrawnKeyIsRefusedOnceTheSetIsAsOldAsItMayBecome() {
    assertBelieved(oldToken);
    server.answers(NEW_KEYS);
    clock.advance(JwtForge.REFRESH.minusSeconds(1));
    assertBelieved(oldToken);
    assertThat(identity.isKnown(oldToken)).isTrue();
    clock.advance(Duration.ofSeconds(1));
    identity.refresh().join();
    assertThat(identity.isKnown(oldToken)).isFalse();
    assertRefused(ServerReason.UNAUTHENTICATED, oldToken);
    assertBelieved(newToken);
  }

  @Test
  void anotherKeyUnderTheSameIdEndsTheOldOne() {
    assertBelieved(oldToken);
    server.answers(List.of(TestKeys.rsaJwk(NEW, "rsa-1")));
    clock.advance(JwtForge.REFRESH);
    identity.refresh().join();
    assertRefused(ServerReason.UNAUTHENTICATED, oldToken);
    assertBelieved(lasting().rs256(NEW, "rsa-1"));
  }

  @Test
  void emptySetWithdrawsEveryKey() {
    assertBelieved(oldToken);
    server.answers(List.of());
    clock.advance(JwtForge.REFRESH);
    identity.refresh().join();
    assertRefused(ServerReason.UNAUTHENTICATED, oldToken);
  }

  @Test
  void callsAloneRefreshTheKeysToo() throws InterruptedException {
    assertBelieved(oldToken);
    server.awaitFetch();
    clock.advance(JwtForge.REFRESH);
    assertBelieved(oldToken);
    server.awaitFetch();
    assertThat(server.fetches()).isEqualTo(2);
  }

  @Test
  void floodOfUnknownIdsCausesOneFetchInThirtySeconds() {
    List<String> flood = IntStream.range(0, 10_000).mapToObj(i -> unsigned("flood-" + i)).toList();
    Duration step = UNKNOWN_PAUSE.minusMillis(1).dividedBy(flood.size());
    for (String token : flood) {
      assertRefused(ServerReason.UNAUTHENTICATED, token);
      clock.advance(step);
    }
    assertThat(server.fetches()).isEqualTo(2);
    assertBelieved(oldToken);

    clock.advance(UNKNOWN_PAUSE.minus(step.multipliedBy(flood.size())));
    server.answers(NEW_KEYS);
    assertBelieved(newToken);
    flood.forEach(token -> assertRefused(ServerReason.UNAUTHENTICATED, token));
    assertThat(server.fetches()).isEqualTo(3);
  }

  @Test
  void floodOfOtherFaultsCausesNoFetch() {
    for (int i = 0; i < 1_000; i++) {
      assertRefused(ServerReason.UNAUTHENTICATED, unsigned("rsa-1"));
      assertRefused(ServerReason.UNAUTHENTICATED, new JwtForge().hs256(JwtForge.SECRET));
      String other = lasting().sign("PS256", "flood-" + i, bytes -> new byte[256]);
      assertRefused(ServerReason.UNAUTHENTICATED, other);
    }
    assertThat(server.fetches()).isEqualTo(1);
  }

  @Test
  void hourWithoutTheServerIsSurvived() {
    server.leave();
    for (int minute = 0; minute <= 60; minute++) {
      assertBelieved(oldToken);
      assertBelieved(lasting().claim("minute", Integer.toString(minute)).es256());
      clock.advance(Duration.ofMinutes(1));
      identity.refresh().join();
    }
    server.comeBack();
    server.answers(NEW_KEYS);
    clock.advance(JwksUrl.RETRY_PAUSE);
    identity.refresh().join();
    assertBelieved(newToken);
    assertRefused(ServerReason.UNAUTHENTICATED, oldToken);
  }

  @Test
  void keysThatAreADayOldAreNotBelievedAndTheirTokensAreNotCalledBad() {
    assertBelieved(oldToken);
    server.leave();
    clock.advance(DAY.minusSeconds(1));
    assertBelieved(oldToken);
    identity.refresh().join();
    clock.advance(Duration.ofSeconds(1));
    assertRefused(ServerReason.KEYS_UNAVAILABLE, oldToken);
    assertThat(identity.isKnown(oldToken)).isFalse();
    assertRefused(ServerReason.UNAUTHENTICATED, "not a token");
    server.comeBack();
    clock.advance(JwksUrl.RETRY_PAUSE);
    identity.refresh().join();
    assertBelieved(oldToken);
  }

  @Test
  void keyServerThatIsAwayAtTheStartIsAskedAgain() {
    server.leave();
    JwtIdentity late =
        new JwtIdentity(JwtForge.withKeys(server.uri()), JwtForge.NONE_WITHDRAWN, clock);
    assertRefused(late, ServerReason.KEYS_UNAVAILABLE, oldToken);
    server.comeBack();
    assertRefused(late, ServerReason.KEYS_UNAVAILABLE, oldToken);
    clock.advance(JwksUrl.RETRY_PAUSE);
    assertThat(late.identify(oldToken, Optional.empty()).tenantId()).isEqualTo("san-roque");
  }

  @Test
  void answerThatIsNoKeySetLeavesTheOldKeys() {
    List<String> answers =
        List.of(
            "",
            "<html>",
            "[]",
            "{}",
            "{\"keys\":{}}",
            "{\"keys\":[1]}",
            "{\"keys\":[],\"keys\":[]}",
            TestKeys.set(NEW_KEYS) + "x",
            TestKeys.set(NEW_KEYS).substring(1),
            TestKeys.set(NEW_KEYS) + " ".repeat(256 * 1024));
    for (String answer : answers) {
      server.answers(200, answer.getBytes(StandardCharsets.UTF_8));
      assertOldKeysGoOn(answer);
    }
  }

  @Test
  void answerOfAnotherStatusLeavesTheOldKeysAndNoRedirectIsFollowed() {
    for (int status : new int[] {204, 301, 302, 307, 308, 401, 404, 429, 500, 503}) {
      int before = server.fetches();
      byte[] body =
          status == 204 ? new byte[0] : TestKeys.set(NEW_KEYS).getBytes(StandardCharsets.UTF_8);
      server.answers(status, body);
      assertOldKeysGoOn("status " + status);
      assertThat(server.fetches()).as("status " + status).isEqualTo(before + 1);
    }
  }

  @Test
  void answerThatStallsIsGivenUp() {
    CountDownLatch gate = new CountDownLatch(1);
    server.stallsUntil(gate);
    assertOldKeysGoOn("a stalled answer");
    gate.countDown();
  }

  private void assertOldKeysGoOn(String answer) {
    clock.advance(JwtForge.REFRESH);
    int before = server.fetches();
    identity.refresh().join();
    assertThat(server.fetches()).as(answer).isEqualTo(before + 1);
    assertThat(identity.identify(oldToken, Optional.empty()).tenantId())
        .as(answer)
        .isEqualTo("san-roque");
  }

  private void assertBelieved(String token) {
    assertThat(identity.identify(token, Optional.empty()).tenantId()).isEqualTo("san-roque");
    assertThat(identity.isKnown(token)).isTrue();
  }

  private void assertRefused(Reason reason, String token) {
    assertRefused(identity, reason, token);
  }

  private static void assertRefused(JwtIdentity identity, Reason reason, String token) {
    Refused refused =
        catchThrowableOfType(Refused.class, () -> identity.identify(token, Optional.empty()));
    assertThat(refused).as("the token was believed").isNotNull();
    assertThat(refused.reason()).isEqualTo(reason);
  }

  private static JwtForge lasting() {
    return new JwtForge().claim("exp", JwtForge.seconds(10 * 86_400));
  }

  private static String unsigned(String kid) {
    return lasting().sign("RS256", kid, bytes -> new byte[256]);
  }
}
