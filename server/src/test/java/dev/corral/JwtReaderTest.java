package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.corral.common.v1.Role;
import dev.corral.identity.JwtSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JwtReaderTest {

  private static final String URL = "https://keys.example/jwks.json";
  private static final String SECRET = "s".repeat(32);

  @Test
  void nothingIsReadWhereNothingIsSet() throws Config.Faulty {
    assertThat(read(Map.of())).isEmpty();
  }

  @Test
  void defaultsAreThoseOfTheDocumentation() throws Config.Faulty {
    JwtSettings settings = read(complete(Map.of("CORRAL_JWT_JWKS", URL))).orElseThrow();
    assertThat(settings.jwks()).contains(URI.create(URL));
    assertThat(settings.secret()).isEmpty();
    assertThat(settings.claims()).isEqualTo(JwtSettings.Claims.of("tenant_id", "sub", "role"));
    assertThat(settings.roles()).hasSize(6).containsEntry("VET", Role.ROLE_VET);
    assertThat(settings.skew()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.refresh()).isEqualTo(Duration.ofSeconds(300));
  }

  @Test
  void settingsForSupabaseAreRead() throws Config.Faulty {
    JwtSettings settings =
        read(complete(
                Map.of(
                    "CORRAL_JWT_SECRET", SECRET,
                    "CORRAL_JWT_TENANT_CLAIM", "app_metadata.tenant_id",
                    "CORRAL_JWT_ACTOR_CLAIM", "https://clinic.example/id",
                    "CORRAL_JWT_ROLES", "owner=CLIENT, vet=VET,admin=ADMIN")))
            .orElseThrow();
    assertThat(settings.secret()).contains(SECRET.getBytes(StandardCharsets.UTF_8));
    assertThat(settings.claims().tenant()).containsExactly("app_metadata", "tenant_id");
    assertThat(settings.claims().actor()).containsExactly("https://clinic.example/id");
    assertThat(settings.roles())
        .isEqualTo(
            Map.of("owner", Role.ROLE_CLIENT, "vet", Role.ROLE_VET, "admin", Role.ROLE_ADMIN));
  }

  @Test
  void secretAndKeysMayBeInFiles(@TempDir Path folder) throws IOException, Config.Faulty {
    Path file = Files.writeString(folder.resolve("file"), SECRET + "\n");
    assertThat(read(complete(Map.of("CORRAL_JWT_SECRET_FILE", file.toString()))))
        .hasValueSatisfying(
            read -> assertThat(read.secret()).contains(SECRET.getBytes(StandardCharsets.UTF_8)));
    for (String name : List.of(file.toString(), file.toUri().toString())) {
      assertThat(read(complete(Map.of("CORRAL_JWT_JWKS", name))))
          .hasValueSatisfying(read -> assertThat(read.jwks()).contains(file.toUri()));
    }
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "CORRAL_JWT_JWKS | http://keys.example/jwks.json",
        "CORRAL_JWT_JWKS | ftp://keys.example/jwks.json",
        "CORRAL_JWT_JWKS | https:jwks.json",
        "CORRAL_JWT_JWKS | https:///jwks.json",
        "CORRAL_JWT_JWKS | file:jwks.json",
        "CORRAL_JWT_JWKS | file://host/jwks.json",
        "CORRAL_JWT_JWKS | /nowhere/jwks.json",
        "CORRAL_JWT_JWKS | https://a b/",
        "CORRAL_JWT_SECRET | short",
        "CORRAL_JWT_SECRET_FILE | /nowhere/secret",
        "CORRAL_JWT_TENANT_CLAIM | user_metadata.tenant_id",
        "CORRAL_JWT_ROLE_CLAIM | user_metadata.role",
        "CORRAL_JWT_ROLE_CLAIM | .",
        "CORRAL_JWT_ROLE_CLAIM | a..b",
        "CORRAL_JWT_ACTOR_CLAIM | sub.",
        "CORRAL_JWT_ROLES | owner",
        "CORRAL_JWT_ROLES | owner=KING",
        "CORRAL_JWT_ROLES | owner=UNSPECIFIED",
        "CORRAL_JWT_ROLES | =CLIENT",
        "CORRAL_JWT_SKEW_SECONDS | 61",
        "CORRAL_JWT_REFRESH_SECONDS | 4"
      })
  void wrongValueIsAFault(String name, String value) {
    Map<String, String> environment = complete(Map.of(name, value));
    if (!name.startsWith("CORRAL_JWT_SECRET")) {
      environment.putIfAbsent("CORRAL_JWT_JWKS", URL);
    }
    Config.Faulty faulty = catchThrowableOfType(Config.Faulty.class, () -> read(environment));
    assertThat(faulty).as("it was taken").isNotNull();
    assertThat(faulty.getMessage()).contains(name.replace("_FILE", ""));
    assertThat(faulty.getMessage()).doesNotContain("short");
  }

  @Test
  void keysAndSecretExcludeEachOtherAndIssuerAndAudienceAreNeeded() {
    assertThat(faults(complete(Map.of("CORRAL_JWT_JWKS", URL, "CORRAL_JWT_SECRET", SECRET))))
        .contains("exclude each other")
        .doesNotContain(SECRET);
    assertThat(faults(Map.of("CORRAL_JWT_JWKS", URL))).contains("CORRAL_JWT_ISSUER");
    assertThat(faults(complete(Map.of("CORRAL_JWT_JWKS", "/nowhere/jwks.json"))))
        .hasLineCount(1)
        .startsWith("CORRAL_JWT_JWKS");
  }

  @Test
  void settingsThatDoNothingWithoutKeysAreFaultsAndEachIsNamed() {
    Map<String, String> all = new HashMap<>(complete(Map.of("CORRAL_JWT_JWKS", " ")));
    all.putAll(
        Map.of(
            "CORRAL_JWT_TENANT_CLAIM", "app_metadata.tenant_id",
            "CORRAL_JWT_ACTOR_CLAIM", "sub",
            "CORRAL_JWT_ROLE_CLAIM", "role",
            "CORRAL_JWT_ROLES", "owner=CLIENT",
            "CORRAL_JWT_SKEW_SECONDS", "30",
            "CORRAL_JWT_REFRESH_SECONDS", "300"));
    assertThat(faults(all))
        .hasLineCount(8)
        .contains(all.keySet().stream().filter(name -> !name.equals("CORRAL_JWT_JWKS")).toList());
    assertThat(faults(all).lines()).allMatch(l -> l.contains("without CORRAL_JWT_JWKS or"));
    assertThat(faults(Map.of("CORRAL_JWT_ROLE", "role")))
        .isEqualTo("CORRAL_JWT_ROLE is not a setting of this version");
  }

  @Test
  void emptyFileIsNoSecret(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "\n");
    assertThat(faults(complete(Map.of("CORRAL_JWT_SECRET_FILE", file.toString()))))
        .contains("CORRAL_JWT_SECRET has fewer than 32 bytes");
  }

  private static String faults(Map<String, String> environment) {
    Config.Faulty faulty = catchThrowableOfType(Config.Faulty.class, () -> read(environment));
    assertThat(faulty).as("it was taken").isNotNull();
    return faulty.getMessage();
  }

  private static Map<String, String> complete(Map<String, String> some) {
    Map<String, String> environment = new HashMap<>(some);
    environment.put("CORRAL_JWT_ISSUER", "https://issuer.example");
    environment.put("CORRAL_JWT_AUDIENCE", "corral");
    return environment;
  }

  private static Optional<JwtSettings> read(Map<String, String> environment) throws Config.Faulty {
    Settings settings = new Settings(environment);
    Optional<JwtSettings> read = JwtReader.read(settings);
    settings.finish();
    return read;
  }
}
