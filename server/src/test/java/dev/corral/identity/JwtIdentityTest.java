package dev.corral.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.corral.common.v1.Role;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Caller;
import dev.corral.kernel.Reason;
import dev.corral.kernel.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Good tokens, and what is read from them. */
class JwtIdentityTest {

  private static final Caller VET =
      new Caller("san-roque", UUID.fromString(JwtForge.ACTOR), Role.ROLE_VET);

  private final FakeClock clock = new FakeClock(JwtForge.NOW);
  private final KeyServer server = new KeyServer(TestKeys.good());
  private final JwtIdentity identity =
      new JwtIdentity(JwtForge.withKeys(server.uri()), JwtForge.NONE_WITHDRAWN, clock);

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void eachAlgorithmOfAKeySetIsBelieved() {
    Stream.of(new JwtForge().rs256(), new JwtForge().es256(), new JwtForge().eddsa())
        .forEach(
            token -> {
              assertThat(identity.isKnown(token)).isFalse();
              assertThat(call(token)).isEqualTo(VET);
              assertThat(identity.isKnown(token)).isTrue();
              assertThat(call(token)).isEqualTo(VET);
            });
  }

  @Test
  void secretIsBelievedWhateverTheKeyIdIs() {
    JwtIdentity supabase = new JwtIdentity(JwtForge.withSecret(), JwtForge.NONE_WITHDRAWN, clock);
    Stream.of(new JwtForge(), new JwtForge().header("kid", "\"sW3b\""))
        .map(forge -> forge.hs256(JwtForge.SECRET))
        .forEach(
            token -> {
              assertThat(supabase.identify(token, Optional.empty())).isEqualTo(VET);
              assertThat(supabase.isKnown(token)).isTrue();
              assertThat(supabase.refresh()).isCompleted();
            });
  }

  @Test
  void keyIdMayBeMissingWhenOneKeyFits() {
    String token = new JwtForge().rs256(TestKeys.RSA, null);
    assertThat(call(token)).isEqualTo(VET);
  }

  @Test
  void typeMayBeThatOfAnAccessTokenOrMissing() {
    Stream.of("\"at+jwt\"", "\"JWT\"", "\"jwt\"", "\"application/at+jwt\"")
        .map(type -> new JwtForge().header("typ", type).rs256())
        .forEach(token -> assertThat(call(token)).isEqualTo(VET));
    String header = "{\"alg\":\"RS256\",\"kid\":\"rsa-1\"}";
    assertThat(call(JwtForge.raw(header, new JwtForge().payload()))).isEqualTo(VET);
  }

  @Test
  void claimsMayStandFurtherIn() {
    JwtSettings plain = JwtForge.withKeys(server.uri());
    JwtSettings.Claims paths =
        JwtSettings.Claims.of("app_metadata.tenant_id", "https://x.example/id", "a.b.c");
    JwtIdentity nested = new JwtIdentity(with(plain, paths), JwtForge.NONE_WITHDRAWN, clock);
    JwtForge forge =
        new JwtForge()
            .without("role")
            .without("tenant_id")
            .without("sub")
            .claim("https://x.example/id", JwtForge.quoted(JwtForge.ACTOR))
            .claim("app_metadata", "{\"tenant_id\":\"san-roque\"}");
    String token = forge.claim("a", "{\"b\":{\"c\":\"owner\"}}").rs256();
    assertThat(nested.identify(token, Optional.empty()))
        .isEqualTo(new Caller("san-roque", VET.actorId(), Role.ROLE_CLIENT));
    Stream.of(
            "{\"b\":\"owner\"}", "\"owner\"", "[{\"b\":{\"c\":\"owner\"}}]", "{\"b.c\":\"owner\"}")
        .map(json -> forge.claim("a", json).rs256())
        .forEach(bad -> assertRefused(nested, ServerReason.UNAUTHENTICATED, bad, Optional.empty()));
  }

  private static JwtSettings with(JwtSettings old, JwtSettings.Claims claims) {
    return new JwtSettings(
        old.jwks(),
        old.secret(),
        old.issuer(),
        old.audience(),
        claims,
        old.roles(),
        old.skew(),
        old.refresh());
  }

  @Test
  void roleIsWhatTheSettingsCallIt() {
    assertThat(call(new JwtForge().claim("role", "\"owner\"").rs256()).role())
        .isEqualTo(Role.ROLE_CLIENT);
  }

  @Test
  void audienceMayBeOneOfSeveral() {
    assertThat(call(new JwtForge().claim("aud", "[\"other\",\"corral\"]").rs256())).isEqualTo(VET);
  }

  @Test
  void onlyTenantNeedsNotBeChosenAndNoOtherCanBe() {
    for (String json : List.of("\"san-roque\"", "[\"san-roque\"]")) {
      String token = new JwtForge().claim("tenant_id", json).rs256();
      assertThat(call(token)).isEqualTo(VET);
      assertThat(identity.identify(token, Optional.of("san-roque"))).isEqualTo(VET);
      Stream.of("other", "San-Roque", "san-roque ", "", "*")
          .forEach(
              wanted ->
                  assertRefused(
                      identity, ServerReason.TENANT_NOT_ALLOWED, token, Optional.of(wanted)));
    }
  }

  @Test
  void oneOfSeveralTenantsIsChosen() {
    String token = new JwtForge().claim("tenant_id", "[\"san-roque\",\"other\"]").rs256();
    assertRefused(identity, ServerReason.TENANT_NOT_CHOSEN, token, Optional.empty());
    assertThat(identity.identify(token, Optional.of("other")).tenantId()).isEqualTo("other");
    assertThat(identity.identify(token, Optional.of("san-roque"))).isEqualTo(VET);
    assertRefused(identity, ServerReason.TENANT_NOT_ALLOWED, token, Optional.of("third"));
    assertThat(identity.isKnown(token)).isTrue();
  }

  @Test
  void platformActsInTheTenantThatItWants() {
    JwtForge platform = new JwtForge().claim("role", "\"PLATFORM\"").without("tenant_id");
    String token = platform.rs256();
    assertThat(call(token)).isEqualTo(new Caller("", VET.actorId(), Role.ROLE_PLATFORM));
    assertThat(identity.identify(token, Optional.of("any")).tenantId()).isEqualTo("any");
    assertRefused(identity, ServerReason.UNAUTHENTICATED, token, Optional.of("Not-A-Tenant"));
    String held = platform.claim("tenant_id", "\"san-roque\"").rs256();
    assertRefused(identity, ServerReason.TENANT_NOT_ALLOWED, held, Optional.of("any"));
  }

  @Test
  void tokenEndsWithItsExpiryAndTheSkewAlsoWhenItIsKnown() {
    String token = new JwtForge().claim("exp", JwtForge.seconds(60)).rs256();
    assertThat(call(token)).isEqualTo(VET);
    clock.advance(Duration.ofSeconds(60).plus(JwtForge.SKEW).minusMillis(1));
    assertThat(call(token)).isEqualTo(VET);
    assertThat(identity.isKnown(token)).isTrue();
    clock.advance(Duration.ofMillis(1));
    assertThat(identity.isKnown(token)).isFalse();
    assertRefused(identity, ServerReason.UNAUTHENTICATED, token, Optional.empty());
  }

  @Test
  void tokenBeginsTheSkewBeforeItsTimes() {
    for (String time : List.of("nbf", "iat")) {
      FakeClock early = new FakeClock(JwtForge.NOW);
      JwtIdentity other = new JwtIdentity(JwtForge.withSecret(), JwtForge.NONE_WITHDRAWN, early);
      String token = new JwtForge().claim(time, JwtForge.seconds(31)).hs256(JwtForge.SECRET);
      assertRefused(other, ServerReason.UNAUTHENTICATED, token, Optional.empty());
      early.advance(Duration.ofMillis(999));
      assertRefused(other, ServerReason.UNAUTHENTICATED, token, Optional.empty());
      early.advance(Duration.ofMillis(1));
      assertThat(other.identify(token, Optional.empty())).isEqualTo(VET);
    }
  }

  @Test
  void timesMayHaveFractionsAndOnlyTheExpiryIsRequired() {
    String token =
        new JwtForge()
            .without("iat")
            .without("nbf")
            .claim("exp", JwtForge.seconds(9) + ".5")
            .rs256();
    assertThat(call(token)).isEqualTo(VET);
  }

  private Caller call(String token) {
    return identity.identify(token, Optional.empty());
  }

  private static void assertRefused(
      JwtIdentity identity, Reason reason, String token, Optional<String> wanted) {
    Refused refused = catchThrowableOfType(Refused.class, () -> identity.identify(token, wanted));
    assertThat(refused).as("the token was believed").isNotNull();
    assertThat(refused.reason()).isEqualTo(reason);
  }
}
