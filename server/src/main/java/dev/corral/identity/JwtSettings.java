package dev.corral.identity;

import dev.corral.common.v1.Role;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose JSON Web Tokens are believed, and where in them tenant, actor and role stand.
 *
 * @param jwks a JSON Web Key Set with public keys: a {@code file:} or {@code https:} URL; empty
 *     when there is a secret instead
 * @param secret the key of HS256, at least 32 bytes; empty when there is a key set instead
 * @param issuer what {@code iss} must be
 * @param audience what {@code aud} must contain
 * @param claims where tenant, actor and role are
 * @param roles what the role claim says for each role
 * @param skew how far the clock of the issuer may be off
 * @param refresh how old the key set may become before it is fetched again
 */
public record JwtSettings(
    Optional<URI> jwks,
    Optional<byte[]> secret,
    String issuer,
    String audience,
    Claims claims,
    Map<String, Role> roles,
    Duration skew,
    Duration refresh) {

  /**
   * Paths of claims: the names of nested objects from the outside in, such as {@code app_metadata},
   * {@code tenant_id}.
   *
   * @param tenant a tenant id, or a list of them
   * @param actor a UUID
   * @param role a name among {@link JwtSettings#roles}
   */
  public record Claims(List<String> tenant, List<String> actor, List<String> role) {

    /**
     * Paths written with dots, such as {@code app_metadata.tenant_id}. With a colon it is one name,
     * since issuers want such names to be URLs: {@code https://clinic.example/tenant}.
     */
    public static Claims of(String tenant, String actor, String role) {
      return new Claims(path(tenant), path(actor), path(role));
    }

    private static List<String> path(String dotted) {
      return dotted.contains(":") ? List.of(dotted) : List.of(dotted.split("\\.", -1));
    }
  }
}
