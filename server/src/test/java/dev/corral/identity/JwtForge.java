package dev.corral.identity;

import dev.corral.common.v1.Role;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Makes tokens, right ones unless told otherwise. Values are raw JSON, so that anything can be
 * written.
 */
final class JwtForge {

  static final BiPredicate<UUID, Instant> NONE_WITHDRAWN = (actor, issued) -> false;

  static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");
  static final String ISSUER = "https://issuer.example/auth";
  static final String AUDIENCE = "corral";
  static final String ACTOR = "5b0c6a2e-3f0e-4b55-9a8e-0c6f7d1e2a3b";
  static final byte[] SECRET =
      "a secret of more than thirty-two bytes".getBytes(StandardCharsets.UTF_8);
  static final Duration SKEW = Duration.ofSeconds(30);
  static final Duration REFRESH = Duration.ofSeconds(300);

  private final Map<String, String> header = new LinkedHashMap<>();
  private final Map<String, String> claims = new LinkedHashMap<>();

  JwtForge() {
    header.put("typ", quoted("JWT"));
    claims.put("iss", quoted(ISSUER));
    claims.put("aud", quoted(AUDIENCE));
    claims.put("sub", quoted(ACTOR));
    claims.put("iat", seconds(0));
    claims.put("nbf", seconds(0));
    claims.put("exp", seconds(3600));
    claims.put("tenant_id", quoted("san-roque"));
    claims.put("role", quoted("VET"));
  }

  JwtForge header(String name, String json) {
    header.put(name, json);
    return this;
  }

  JwtForge claim(String name, String json) {
    claims.put(name, json);
    return this;
  }

  JwtForge without(String claim) {
    claims.remove(claim);
    return this;
  }

  String payload() {
    return json(claims);
  }

  String rs256() {
    return rs256(TestKeys.RSA, "rsa-1");
  }

  String rs256(KeyPair pair, String kid) {
    return sign("RS256", kid, bytes -> TestKeys.sign("SHA256withRSA", pair.getPrivate(), bytes));
  }

  String es256() {
    return es256("SHA256withECDSAinP1363Format");
  }

  String es256(String algorithm) {
    return sign("ES256", "ec-1", b -> TestKeys.sign(algorithm, TestKeys.EC.getPrivate(), b));
  }

  String eddsa() {
    return sign("EdDSA", "ed-1", b -> TestKeys.sign("Ed25519", TestKeys.ED.getPrivate(), b));
  }

  String hs256(byte[] secret) {
    return sign("HS256", null, bytes -> TestKeys.mac("HmacSHA256", secret, bytes));
  }

  /** A token whose header names an algorithm and a key (null for none), unless told already. */
  String sign(String algorithm, String kid, UnaryOperator<byte[]> signer) {
    Map<String, String> full = new LinkedHashMap<>();
    full.put("alg", quoted(algorithm));
    if (kid != null) {
      full.put("kid", quoted(kid));
    }
    full.putAll(header);
    return compact(json(full), payload(), signer);
  }

  /** A token of any header and payload, signed with rsa-1. */
  static String raw(String header, String payload) {
    return compact(
        header, payload, b -> TestKeys.sign("SHA256withRSA", TestKeys.RSA.getPrivate(), b));
  }

  static String compact(String header, String payload, UnaryOperator<byte[]> signer) {
    String signed = base64(header) + "." + base64(payload);
    return signed + "." + base64(signer.apply(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static String quoted(String text) {
    return '"' + text + '"';
  }

  /** So many seconds from now, as a claim. */
  static String seconds(long fromNow) {
    return Long.toString(NOW.getEpochSecond() + fromNow);
  }

  static JwtSettings withKeys(URI jwks) {
    return settings(Optional.of(jwks), Optional.empty());
  }

  static JwtSettings withSecret() {
    return settings(Optional.empty(), Optional.of(SECRET));
  }

  private static JwtSettings settings(Optional<URI> jwks, Optional<byte[]> secret) {
    Map<String, Role> roles =
        Map.of("VET", Role.ROLE_VET, "owner", Role.ROLE_CLIENT, "PLATFORM", Role.ROLE_PLATFORM);
    JwtSettings.Claims claims = JwtSettings.Claims.of("tenant_id", "sub", "role");
    return new JwtSettings(jwks, secret, ISSUER, AUDIENCE, claims, roles, SKEW, REFRESH);
  }

  private static String json(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> quoted(member.getKey()) + ":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
