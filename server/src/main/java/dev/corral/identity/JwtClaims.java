package dev.corral.identity;

import dev.corral.common.v1.Role;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Caller;
import dev.corral.kernel.Refused;
import dev.corral.kernel.TenantId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a token says, once its form is known to be right. It says so only within its times.
 *
 * @param tenants those that the token is good for; empty for a platform token that names none
 */
record JwtClaims(
    Instant expiry,
    Instant notBefore,
    Instant issuedAt,
    List<String> tenants,
    UUID actor,
    Role role) {

  private static final int TENANTS_MAX = 100;
  private static final BigDecimal YEAR_10000 = BigDecimal.valueOf(253_402_300_800L);
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final UUID NIL = new UUID(0, 0);

  /** Reads the claims of a payload whose signature has been verified. */
  static JwtClaims of(Map<String, Object> payload, JwtSettings settings) throws JwtFault {
    if (!settings.issuer().equals(payload.get("iss"))) {
      throw new JwtFault("issuer");
    }
    if (!texts(payload.get("aud"), "audience").contains(settings.audience())) {
      throw new JwtFault("audience");
    }
    Role role = role(at(payload, settings.claims().role()), settings.roles());
    return new JwtClaims(
        time(payload, "exp").orElseThrow(() -> new JwtFault("exp missing")),
        time(payload, "nbf").orElse(Instant.MIN),
        time(payload, "iat").orElse(Instant.MIN),
        tenants(at(payload, settings.claims().tenant()), role),
        actor(at(payload, settings.claims().actor())),
        role);
  }

  /** Checks the times, which a clock that is off by the skew may see too early or too late. */
  void check(Instant now, Duration skew) throws JwtFault {
    if (!now.minus(skew).isBefore(expiry)) {
      throw new JwtFault("expired");
    }
    if (now.plus(skew).isBefore(notBefore)) {
      throw new JwtFault("not valid yet");
    }
    if (now.plus(skew).isBefore(issuedAt)) {
      throw new JwtFault("issued in the future");
    }
  }

  /**
   * The caller in the tenant that was asked for, or in the only one.
   *
   * @throws Refused when the token is not for that tenant, or several are left to choose from
   */
  Caller caller(Optional<String> wantedTenant) {
    return new Caller(tenant(wantedTenant), actor, role);
  }

  private String tenant(Optional<String> wanted) {
    if (tenants.isEmpty()) {
      return wanted.map(JwtClaims::wellFormed).orElse("");
    }
    if (wanted.isEmpty() && tenants.size() > 1) {
      throw new Refused(ServerReason.TENANT_NOT_CHOSEN);
    }
    String tenant = wanted.orElse(tenants.getFirst());
    if (!tenants.contains(tenant)) {
      throw new Refused(ServerReason.TENANT_NOT_ALLOWED);
    }
    return tenant;
  }

  private static String wellFormed(String tenant) {
    if (!TenantId.matches(tenant)) {
      throw new Refused(ServerReason.UNAUTHENTICATED, Map.of("metadata", "x-tenant-id"), List.of());
    }
    return tenant;
  }

  private static Object at(Map<String, Object> payload, List<String> path) {
    Object value = payload;
    for (String name : path) {
      value = value instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return value;
  }

  private static Role role(Object claim, Map<String, Role> roles) throws JwtFault {
    if (!(claim instanceof String name) || !roles.containsKey(name)) {
      throw new JwtFault("role");
    }
    return roles.get(name);
  }

  private static List<String> tenants(Object claim, Role role) throws JwtFault {
    if (claim == null && role == Role.ROLE_PLATFORM) {
      return List.of();
    }
    List<String> tenants = texts(claim, "tenant");
    if (tenants.isEmpty()
        || tenants.size() > TENANTS_MAX
        || !tenants.stream().allMatch(TenantId::matches)) {
      throw new JwtFault("tenant");
    }
    return tenants.stream().distinct().toList();
  }

  private static UUID actor(Object claim) throws JwtFault {
    if (!(claim instanceof String text)
        || !UUID_TEXT.matcher(text).matches()
        || UUID.fromString(text).equals(NIL)) {
      throw new JwtFault("actor");
    }
    return UUID.fromString(text);
  }

  private static List<String> texts(Object claim, String kind) throws JwtFault {
    List<?> values =
        claim instanceof List<?> list ? list : claim == null ? List.of() : List.of(claim);
    if (!values.stream().allMatch(String.class::isInstance)) {
      throw new JwtFault(kind);
    }
    return values.stream().map(String.class::cast).toList();
  }

  private static Optional<Instant> time(Map<String, Object> payload, String name) throws JwtFault {
    if (!payload.containsKey(name)) {
      return Optional.empty();
    }
    if (!(payload.get(name) instanceof BigDecimal seconds)
        || seconds.signum() < 0
        || seconds.compareTo(YEAR_10000) >= 0) {
      throw new JwtFault(name + " malformed");
    }
    return Optional.of(
        Instant.ofEpochSecond(seconds.setScale(0, RoundingMode.FLOOR).longValueExact()));
  }
}
