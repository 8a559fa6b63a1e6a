package dev.corral.grpc;

import dev.corral.common.v1.Role;
import dev.corral.kernel.Caller;
import dev.corral.kernel.Refused;
import dev.corral.kernel.TenantId;
import io.grpc.Metadata;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Believes what the caller says: tenant, role and actor from the metadata {@code x-tenant-id},
 * {@code x-role} (such as ADMIN) and {@code x-actor-id} (a UUID). For a developer's machine only.
 */
public final class DevelopmentIdentity implements Identity {

  private static final Metadata.Key<String> TENANT = key("x-tenant-id");
  private static final Metadata.Key<String> ROLE = key("x-role");
  private static final Metadata.Key<String> ACTOR = key("x-actor-id");

  @Override
  public Caller identify(Metadata headers) {
    String tenant = header(headers, TENANT);
    if (!TenantId.matches(tenant)) {
      throw refused(TENANT);
    }
    return new Caller(tenant, actor(headers), role(headers));
  }

  /** Nobody has to prove anything, so nobody is stopped for failing to. */
  @Override
  public boolean isKnown(Metadata headers) {
    return true;
  }

  private static Role role(Metadata headers) {
    String name = "ROLE_" + header(headers, ROLE);
    for (Role role : Role.values()) {
      if (role.name().equals(name) && role != Role.ROLE_UNSPECIFIED) {
        return role;
      }
    }
    throw refused(ROLE);
  }

  private static UUID actor(Metadata headers) {
    try {
      return UUID.fromString(header(headers, ACTOR));
    } catch (IllegalArgumentException e) {
      throw refused(ACTOR);
    }
  }

  private static String header(Metadata headers, Metadata.Key<String> key) {
    String value = headers.get(key);
    if (value == null) {
      throw refused(key);
    }
    return value;
  }

  private static Refused refused(Metadata.Key<String> key) {
    return new Refused(ServerReason.UNAUTHENTICATED, Map.of("metadata", key.name()), List.of());
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
