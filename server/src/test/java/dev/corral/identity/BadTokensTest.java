package dev.corral.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.corral.common.v1.Role;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of bad token is refused in the same words, whatever is wrong with it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadTokensTest {

  private static final int KINDS_MIN = 200;

  private final FakeClock clock = new FakeClock(JwtForge.NOW);
  private JwtIdentity withKeys;
  private JwtIdentity withSecret;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    List<Map<String, Object>> keys = new ArrayList<>(TestKeys.good());
    keys.addAll(BadSignatures.unusableKeys());
    Path file = folder.resolve("jwks.json");
    Files.writeString(file, TestKeys.set(keys));
    withKeys = new JwtIdentity(JwtForge.withKeys(file.toUri()), JwtForge.NONE_WITHDRAWN, clock);
    withKeys.refresh();
    withSecret = new JwtIdentity(JwtForge.withSecret(), JwtForge.NONE_WITHDRAWN, clock);
  }

  @Test
  void tokenThatTheBadOnesStartFromIsGood() {
    assertThat(withKeys.identify(BadForms.good(), Optional.empty()).tenantId())
        .isEqualTo("san-roque");
    Stream.of(new JwtForge().rs256(), new JwtForge().es256(), new JwtForge().eddsa())
        .forEach(
            good ->
                assertThat(withKeys.identify(good, Optional.empty()).tenantId())
                    .isEqualTo("san-roque"));
    assertThat(withSecret.identify(new JwtForge().hs256(JwtForge.SECRET), Optional.empty()).role())
        .isEqualTo(Role.ROLE_VET);
  }

  @Test
  void kindsAreMany() {
    assertThat(kinds().map(kind -> kind.get()[1]).distinct().count())
        .isGreaterThanOrEqualTo(KINDS_MIN);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void badTokenIsRefused(String kind, String token) {
    assertUnauthenticated(withKeys, token);
    assertUnauthenticated(withKeys, token);
    assertThat(withKeys.isKnown(token)).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void badTokenIsRefusedByASecretToo(String kind, String token) {
    assertUnauthenticated(withSecret, token);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kindsForASecret")
  void badTokenForASecretIsRefused(String kind, String token) {
    assertUnauthenticated(withSecret, token);
  }

  static Stream<Arguments> kinds() {
    return Stream.of(BadForms.all(), BadSignatures.all(), BadClaims.all())
        .flatMap(kinds -> kinds.entrySet().stream())
        .map(kind -> Arguments.of(kind.getKey(), kind.getValue()));
  }

  static Stream<Arguments> kindsForASecret() {
    byte[] secret = JwtForge.SECRET;
    return Stream.of(
        Arguments.of("another secret", new JwtForge().hs256(new byte[32])),
        Arguments.of("HS384", mac("HS384", "HmacSHA384")),
        Arguments.of("HS512", mac("HS512", "HmacSHA512")),
        Arguments.of("HS256 that is HS512", mac("HS256", "HmacSHA512")),
        Arguments.of("RS256 that is HS256", mac("RS256", "HmacSHA256")),
        Arguments.of("none that is HS256", mac("none", "HmacSHA256")),
        Arguments.of("expired", new JwtForge().claim("exp", "1").hs256(secret)),
        Arguments.of("other audience", new JwtForge().claim("aud", "\"anon\"").hs256(secret)),
        Arguments.of("a kid that is no text", new JwtForge().header("kid", "1").hs256(secret)));
  }

  private static String mac(String header, String algorithm) {
    return new JwtForge()
        .sign(header, null, bytes -> TestKeys.mac(algorithm, JwtForge.SECRET, bytes));
  }

  private static void assertUnauthenticated(JwtIdentity identity, String token) {
    Refused refused =
        catchThrowableOfType(Refused.class, () -> identity.identify(token, Optional.empty()));
    assertThat(refused).as("the token was believed").isNotNull();
    assertThat(refused.reason()).isEqualTo(ServerReason.UNAUTHENTICATED);
    assertThat(refused.metadata()).isEqualTo(Map.of("metadata", "authorization"));
    assertThat(refused.details()).isEmpty();
  }
}
