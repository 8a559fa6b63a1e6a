package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.corral.common.v1.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the settings may be, and that nothing is exposed by mistake. */
class ConfigTest {

  private static final String SECRET = "a-canary-secret-of-more-than-32-bytes";

  @TempDir private Path folder;

  @Test
  void plainTextBeyondTheMachineIsADecision() {
    assertThat(faults(Map.of("CORRAL_LISTEN", "0.0.0.0:9090"))).contains("CORRAL_TLS_CERTIFICATE");
    assertThatNoException()
        .isThrownBy(
            () -> read(Map.of("CORRAL_LISTEN", "0.0.0.0:9090", "CORRAL_PLAINTEXT", "true"), false));
    assertThatNoException().isThrownBy(() -> read(Map.of("CORRAL_LISTEN", "[::1]:9090"), false));
  }

  @Test
  void developmentIdentityStaysOnTheMachine() {
    Map<String, String> open = Map.of("CORRAL_LISTEN", "0.0.0.0:1", "CORRAL_PLAINTEXT", "true");
    assertThat(faults(open, true)).contains("--development-identity");
    assertThat(faults(tokens(Map.of()), true)).contains("--development-identity");
  }

  @Test
  void everyFaultIsToldAtOnceAndNoSecret() {
    assertThat(
            faults(
                Map.of(
                    "CORRAL_DATABASE_URL", "mysql://u:" + SECRET + "@h/d",
                    "CORRAL_POOL_SIZE", "0",
                    "CORRAL_LIMITS", "read=0/1",
                    "CORRAL_JWT_SECRET", "short",
                    "CORRAL_TLS_KEY", "/nowhere",
                    "CORRAL_PLAINTEXT", "yes",
                    "CORRAL_POLL_SIZE", "5")))
        .contains(
            "CORRAL_DATABASE_URL",
            "CORRAL_POOL_SIZE",
            "CORRAL_LIMITS",
            "CORRAL_JWT_SECRET",
            "CORRAL_JWT_ISSUER",
            "CORRAL_TLS_KEY",
            "CORRAL_PLAINTEXT",
            "CORRAL_POLL_SIZE is not a setting")
        .doesNotContain(SECRET);
  }

  @Test
  void limitsThatAreNotNamedKeepTheStandard() throws Exception {
    assertThat(read(Map.of("CORRAL_LIMITS", "read=7/3"), false).limits().plan().toString())
        .contains("LIMIT_READ=Bounds[callsPerSecond=7, callsInFlight=3]")
        .contains("LIMIT_WRITE=Bounds[callsPerSecond=200, callsInFlight=50]");
    assertThat(faults(Map.of("CORRAL_LIMITS", "reads=7/3"))).contains("CORRAL_LIMITS");
  }

  @Test
  void tokensNeedAnIssuerAnAudienceAndOneKindOfKey() throws Exception {
    assertThat(faults(Map.of("CORRAL_JWT_SECRET", SECRET)))
        .contains("CORRAL_JWT_ISSUER")
        .doesNotContain(SECRET);
    assertThat(faults(tokens(Map.of("CORRAL_JWT_JWKS", "https://example.org/jwks"))))
        .contains("exclude each other");
    assertThat(faults(Map.of("CORRAL_JWT_JWKS", "http://example.org/jwks")))
        .contains("CORRAL_JWT_JWKS");
    Path file = Files.writeString(folder.resolve("secret"), SECRET + "\n");
    Map<String, String> fromFile = tokens(Map.of("CORRAL_JWT_SECRET_FILE", file.toString()));
    fromFile.remove("CORRAL_JWT_SECRET");
    assertThat(read(fromFile, false).jwt().orElseThrow().secret().orElseThrow())
        .isEqualTo(SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void claimsThatUsersWriteThemselvesAreNoCredential() {
    assertThat(faults(tokens(Map.of("CORRAL_JWT_ROLE_CLAIM", "user_metadata.role"))))
        .contains("CORRAL_JWT_ROLE_CLAIM");
  }

  @Test
  void rolesAreReadByTheNamesOfTheIssuer() throws Exception {
    assertThat(
            read(tokens(Map.of("CORRAL_JWT_ROLES", "owner=CLIENT, vet=VET")), false)
                .jwt()
                .orElseThrow()
                .roles())
        .containsOnly(Map.entry("owner", Role.ROLE_CLIENT), Map.entry("vet", Role.ROLE_VET));
    assertThat(faults(tokens(Map.of("CORRAL_JWT_ROLES", "owner=KING")))).contains("KING");
    assertThat(faults(tokens(Map.of("CORRAL_JWT_ROLES", "owner=UNSPECIFIED"))))
        .contains("UNSPECIFIED");
  }

  @Test
  void certificateAndKeyGoTogether() throws Exception {
    Path file = Files.writeString(folder.resolve("x.pem"), "x");
    assertThat(faults(Map.of("CORRAL_TLS_CERTIFICATE", file.toString()))).contains("go together");
    assertThat(faults(Map.of("CORRAL_TLS_CLIENT_CA", file.toString())))
        .contains("CORRAL_TLS_CLIENT_CA");
  }

  private static Map<String, String> tokens(Map<String, String> further) {
    Map<String, String> settings = new HashMap<>(further);
    settings.put("CORRAL_JWT_SECRET", SECRET);
    settings.put("CORRAL_JWT_ISSUER", "https://issuer.example");
    settings.put("CORRAL_JWT_AUDIENCE", "authenticated");
    return settings;
  }

  private static String faults(Map<String, String> settings) {
    return faults(settings, false);
  }

  private static String faults(Map<String, String> settings, boolean developmentIdentity) {
    return catchThrowableOfType(Config.Faulty.class, () -> read(settings, developmentIdentity))
        .getMessage();
  }

  private static Config read(Map<String, String> settings, boolean developmentIdentity)
      throws Config.Faulty {
    Map<String, String> environment = new HashMap<>(settings);
    environment.putIfAbsent("CORRAL_DATABASE_URL", "postgresql://u:p@localhost:5432/d");
    return Config.read(environment, developmentIdentity);
  }
}
