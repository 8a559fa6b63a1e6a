package dev.corral.identity;

import dev.corral.grpc.Identity;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Caller;
import dev.corral.kernel.Refused;
import dev.corral.kernel.TenantId;
import io.grpc.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the one credential of a call: a token in {@code authorization: Bearer …} or an API key in
 * {@code x-api-key}. Two are none, since it would be open who calls. The metadata {@code
 * x-tenant-id} chooses among the tenants of a credential that has several. Thread-safe.
 */
public final class Credentials implements Identity {

  static final Metadata.Key<String> AUTHORIZATION = key("authorization");
  static final Metadata.Key<String> API_KEY = key("x-api-key");
  static final Metadata.Key<String> TENANT = key("x-tenant-id");
  private static final String SCHEME = "Bearer ";

  private final Optional<JwtIdentity> tokens;
  private final ApiKeyIdentity keys;

  /**
   * An identity by credentials.
   *
   * @param tokens empty when no issuer of tokens is believed
   */
  public Credentials(Optional<JwtIdentity> tokens, ApiKeyIdentity keys) {
    this.tokens = tokens;
    this.keys = keys;
  }

  @Override
  public Caller identify(Metadata headers) {
    Optional<String> authorization = only(headers, AUTHORIZATION);
    Optional<String> key = only(headers, API_KEY);
    Optional<String> tenant = only(headers, TENANT);
    if (authorization.isPresent() == key.isPresent()) {
      throw refused(AUTHORIZATION);
    } else if (tenant.isPresent() && !TenantId.matches(tenant.get())) {
      throw new Refused(ServerReason.TENANT_NOT_ALLOWED);
    }
    return key.isPresent()
        ? keys.identify(key.get(), tenant)
        : tokens
            .orElseThrow(() -> refused(AUTHORIZATION))
            .identify(token(authorization.get()), tenant);
  }

  @Override
  public boolean isKnown(Metadata headers) {
    String authorization = headers.get(AUTHORIZATION);
    String key = headers.get(API_KEY);
    if (key != null) {
      return keys.isKnown(key);
    }
    return tokens.isPresent()
        && authorization != null
        && isBearer(authorization)
        && tokens.get().isKnown(token(authorization));
  }

  private static String token(String authorization) {
    if (!isBearer(authorization)) {
      throw refused(AUTHORIZATION);
    }
    return authorization.substring(SCHEME.length());
  }

  private static boolean isBearer(String authorization) {
    return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  /** The one value of a key of the metadata; several are refused. */
  private static Optional<String> only(Metadata headers, Metadata.Key<String> key) {
    List<String> values = new ArrayList<>();
    Iterable<String> all = headers.getAll(key);
    if (all != null) {
      all.forEach(values::add);
    }
    if (values.size() > 1) {
      throw refused(key);
    }
    return values.stream().findFirst();
  }

  private static Refused refused(Metadata.Key<String> key) {
    return new Refused(ServerReason.UNAUTHENTICATED, Map.of("metadata", key.name()), List.of());
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
