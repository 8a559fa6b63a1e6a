package dev.corral.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Reason;
import dev.corral.kernel.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in a file, by a clock that is moved. */
class JwksFileTest {

  private static final KeyPair NEW = TestKeys.rsa(2048);

  private final FakeClock clock = new FakeClock(JwtForge.NOW);
  private final String oldToken = lasting().rs256();
  private final String newToken = lasting().rs256(NEW, "rsa-2");

  @TempDir private Path folder;
  private Path file;
  private JwtIdentity identity;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("jwks.json");
    write(TestKeys.good());
    identity = new JwtIdentity(JwtForge.withKeys(file.toUri()), JwtForge.NONE_WITHDRAWN, clock);
    assertThat(answer(oldToken)).isEmpty();
  }

  @Test
  void changeOfTheFileTakesEffectWithinTwoSeconds() throws IOException {
    write(List.of(TestKeys.rsaJwk(NEW, "rsa-2")));
    clock.advance(Duration.ofMillis(1_999));
    assertThat(answer(oldToken)).isEmpty();
    assertThat(answer(newToken)).contains(ServerReason.UNAUTHENTICATED);
    clock.advance(Duration.ofMillis(1));
    assertThat(identity.isKnown(oldToken)).isFalse();
    assertThat(answer(oldToken)).contains(ServerReason.UNAUTHENTICATED);
    assertThat(answer(newToken)).isEmpty();
  }

  @Test
  void idleServerHearsOfAChangeBeforeItBelievesAnybody() throws IOException {
    write(List.of(TestKeys.rsaJwk(NEW, "rsa-2")));
    clock.advance(Duration.ofHours(5));
    assertThat(answer(oldToken)).contains(ServerReason.UNAUTHENTICATED);
  }

  @Test
  void brokenOrMissingFileLeavesTheOldKeysForADay() throws IOException {
    for (String broken : List.of("", "{", "{\"keys\":", "x".repeat(300 * 1024))) {
      Files.writeString(file, broken);
      clock.advance(JwksFile.LOOK);
      assertThat(answer(oldToken)).isEmpty();
    }
    Files.delete(file);
    clock.advance(Duration.ofHours(23));
    assertThat(answer(oldToken)).isEmpty();
    clock.advance(Duration.ofHours(1));
    assertThat(answer(oldToken)).contains(ServerReason.KEYS_UNAVAILABLE);
    write(TestKeys.good());
    clock.advance(JwksFile.LOOK);
    assertThat(answer(oldToken)).isEmpty();
  }

  @Test
  void fileThatWasNeverThereIsNoReasonToCallATokenBad() {
    JwtIdentity without =
        new JwtIdentity(
            JwtForge.withKeys(folder.resolve("none.json").toUri()), JwtForge.NONE_WITHDRAWN, clock);
    assertThat(answer(without, oldToken)).contains(ServerReason.KEYS_UNAVAILABLE);
  }

  private void write(List<Map<String, Object>> keys) throws IOException {
    Files.writeString(file, TestKeys.set(keys));
  }

  private Optional<Reason> answer(String token) {
    return answer(identity, token);
  }

  /** Why the token is refused; empty when it is believed. */
  private static Optional<Reason> answer(JwtIdentity identity, String token) {
    try {
      identity.identify(token, Optional.empty());
      return Optional.empty();
    } catch (Refused e) {
      return Optional.of(e.reason());
    }
  }

  private static JwtForge lasting() {
    return new JwtForge().claim("exp", JwtForge.seconds(10 * 86_400));
  }
}
