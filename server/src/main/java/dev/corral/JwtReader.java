package dev.corral;

import dev.corral.common.v1.Role;
import dev.corral.identity.JwtSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the settings that begin with CORRAL_JWT_. */
final class JwtReader {

  private static final int SECRET_BYTES_MIN = 32;
  private static final String ROLES_DEFAULT =
      "CLIENT=CLIENT,VET=VET,RECEPTION=RECEPTION,ADMIN=ADMIN,SERVICE=SERVICE,PLATFORM=PLATFORM";

  /** One of these makes the others mean something. */
  private static final Set<String> KEYS =
      Set.of("CORRAL_JWT_JWKS", "CORRAL_JWT_SECRET", "CORRAL_JWT_SECRET_FILE");

  private static final String NEEDS_KEYS =
      " does nothing without CORRAL_JWT_JWKS or CORRAL_JWT_SECRET_FILE";

  private static final Pattern CLAIM = Pattern.compile("[^.]+(\\.[^.]+)*|[^.:]+:.*");

  private JwtReader() {}

  /** Empty when tokens are nobody's, since neither keys nor a secret are set. */
  static Optional<JwtSettings> read(Settings settings) {
    Optional<URI> jwks = settings.parsed("CORRAL_JWT_JWKS", "", JwtReader::keySet);
    Optional<byte[]> secret = secret(settings);
    String issuer = settings.text("CORRAL_JWT_ISSUER");
    String audience = settings.text("CORRAL_JWT_AUDIENCE");
    JwtSettings.Claims claims =
        JwtSettings.Claims.of(
            claim(settings, "CORRAL_JWT_TENANT_CLAIM", "tenant_id"),
            claim(settings, "CORRAL_JWT_ACTOR_CLAIM", "sub"),
            claim(settings, "CORRAL_JWT_ROLE_CLAIM", "role"));
    Map<String, Role> roles =
        settings.parsed("CORRAL_JWT_ROLES", ROLES_DEFAULT, JwtReader::roles).orElse(Map.of());
    var skew = settings.seconds("CORRAL_JWT_SKEW_SECONDS", 30, 0, 60);
    var refresh = settings.seconds("CORRAL_JWT_REFRESH_SECONDS", 300, 5, 86_400);
    if (jwks.isPresent() && secret.isPresent()) {
      settings.fault("CORRAL_JWT_JWKS and CORRAL_JWT_SECRET exclude each other");
    }
    List<String> given = settings.given("CORRAL_JWT_");
    if (given.stream().noneMatch(KEYS::contains)) {
      given.forEach(name -> settings.fault(name + NEEDS_KEYS));
      return Optional.empty();
    }
    if (issuer.isEmpty() || audience.isEmpty()) {
      settings.fault("CORRAL_JWT_ISSUER and CORRAL_JWT_AUDIENCE are missing");
    }
    return Optional.of(
        new JwtSettings(jwks, secret, issuer, audience, claims, roles, skew, refresh));
  }

  private static URI keySet(String text) {
    URI uri = text.contains(":") ? URI.create(text) : Path.of(text).toAbsolutePath().toUri();
    if ("file".equals(uri.getScheme())) {
      if (!Files.isReadable(Path.of(uri))) {
        throw new IllegalArgumentException("is not a file that can be read: " + text);
      }
      return uri;
    }
    boolean secure = "https".equals(uri.getScheme()) && uri.getHost() != null;
    if (!secure && !("http".equals(uri.getScheme()) && isLoopback(uri.getHost()))) {
      throw new IllegalArgumentException("is neither a file nor an https URL");
    }
    return uri;
  }

  private static boolean isLoopback(String host) {
    try {
      return host != null && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static Optional<byte[]> secret(Settings settings) {
    String text = settings.text("CORRAL_JWT_SECRET");
    Optional<Path> file = settings.file("CORRAL_JWT_SECRET_FILE");
    if (!text.isEmpty() && file.isPresent()) {
      settings.fault("CORRAL_JWT_SECRET and CORRAL_JWT_SECRET_FILE exclude each other");
    }
    try {
      String secret = file.isPresent() ? Files.readString(file.get()).strip() : text;
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      if (text.isEmpty() && file.isEmpty()) {
        return Optional.empty();
      }
      if (bytes.length < SECRET_BYTES_MIN) {
        settings.fault("CORRAL_JWT_SECRET has fewer than " + SECRET_BYTES_MIN + " bytes");
      }
      return Optional.of(bytes);
    } catch (IOException e) {
      settings.fault("CORRAL_JWT_SECRET_FILE cannot be read: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static String claim(Settings settings, String name, String fallback) {
    String path = settings.text(name, fallback);
    if (!CLAIM.matcher(path).matches()) {
      settings.fault(name + " is not of the form claim or object.claim: " + path);
    }
    if (path.startsWith("user_metadata.")) {
      settings.fault(name + " must not be in user_metadata, which users change themselves");
    }
    return path;
  }

  private static Map<String, Role> roles(String text) {
    Map<String, Role> roles = new HashMap<>();
    for (String pair : text.split(",")) {
      String[] sides = pair.strip().split("=", 2);
      if (sides.length != 2 || sides[0].isEmpty()) {
        throw new IllegalArgumentException("is not of the form owner=CLIENT,vet=VET: " + text);
      }
      roles.put(sides[0], role(sides[1]));
    }
    return Map.copyOf(roles);
  }

  private static Role role(String name) {
    for (Role role : Role.values()) {
      if (role != Role.ROLE_UNSPECIFIED && role.name().equals("ROLE_" + name)) {
        return role;
      }
    }
    throw new IllegalArgumentException("names a role that there is not: " + name);
  }
}
