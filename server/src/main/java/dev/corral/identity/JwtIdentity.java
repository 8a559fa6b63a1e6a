package dev.corral.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Caller;
import dev.corral.kernel.Refused;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells callers by the JSON Web Token that they bring. Thread-safe.
 *
 * <p>A token that was verified is remembered by its hash, so that the next call with it costs no
 * signature check. What is remembered counts as long as the token is in its times and its key is in
 * the key set, which is asked each time. So a key that is taken out of the set is believed:
 *
 * <ul>
 *   <li>from a file for 2 s more;
 *   <li>from a URL for {@link JwtSettings#refresh()} and the 5 s that a fetch may take, if {@link
 *       #refresh()} is called often; while the key server cannot be reached for 24 h at most.
 * </ul>
 *
 * <p>Tokens of an actor can be withdrawn: see {@link Withdrawals}.
 */
public final class JwtIdentity {

  private static final Logger log = LoggerFactory.getLogger(JwtIdentity.class);
  private static final int REMEMBERED_MAX = 10_000;
  private static final Set<String> WITH_SECRET = Set.of("HS256");
  private static final Set<String> WITH_KEYS = Set.of("RS256", "ES256", "EdDSA");

  private final JwtSettings settings;
  private final BiPredicate<UUID, Instant> withdrawn;
  private final InstantSource clock;
  private final JwksSource source;
  private final Set<String> algorithms;
  private final Cache<ByteBuffer, Verified> remembered =
      Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).executor(Runnable::run).build();

  /**
   * Makes one that has not read its keys yet; the first token or {@link #refresh()} does.
   *
   * @param withdrawn whether the tokens that an actor was issued at a time were withdrawn
   */
  public JwtIdentity(
      JwtSettings settings, BiPredicate<UUID, Instant> withdrawn, InstantSource clock) {
    this.settings = settings;
    this.withdrawn = withdrawn;
    this.clock = clock;
    this.algorithms = settings.secret().isPresent() ? WITH_SECRET : WITH_KEYS;
    this.source =
        settings
            .secret()
            .map(JwksSource::secret)
            .orElseGet(() -> keySet(settings.jwks().orElseThrow()));
  }

  private record Verified(JwksKey.Identity key, JwtClaims claims) {}

  /**
   * The caller that a token names.
   *
   * @param wantedTenant what the metadata {@code x-tenant-id} says; empty when it is not there
   * @throws Refused with UNAUTHENTICATED when the token is not to be believed, TENANT_NOT_ALLOWED
   *     or TENANT_NOT_CHOSEN when it is, but not for this tenant, and KEYS_UNAVAILABLE when it
   *     cannot be checked
   */
  public Caller identify(String token, Optional<String> wantedTenant) {
    try {
      ByteBuffer hash = hash(token);
      Verified verified = remembered.getIfPresent(hash);
      if (verified == null || !source.holds(verified.key())) {
        verified = verify(token);
        remembered.put(hash, verified);
      }
      check(verified.claims());
      return verified.claims().caller(wantedTenant);
    } catch (JwtFault e) {
      log.atDebug().addKeyValue("kind", e.getMessage()).log("a token was refused");
      throw new Refused(
          ServerReason.UNAUTHENTICATED, Map.of("metadata", "authorization"), List.of());
    }
  }

  /** Whether this token was verified before and still holds, which costs next to nothing to say. */
  public boolean isKnown(String token) {
    try {
      Verified verified = remembered.getIfPresent(hash(token));
      if (verified == null || !source.holds(verified.key())) {
        return false;
      }
      check(verified.claims());
      return true;
    } catch (JwtFault | Refused e) {
      return false;
    }
  }

  /**
   * Reads the key set again if it is old, without waiting for it. To be called at start and every
   * second, so that a server without calls too learns what was withdrawn.
   *
   * @return completed once that is done, well or not
   */
  public CompletableFuture<Void> refresh() {
    return source.refresh();
  }

  private void check(JwtClaims claims) throws JwtFault {
    claims.check(clock.instant(), settings.skew());
    if (withdrawn.test(claims.actor(), claims.issuedAt())) {
      throw new JwtFault("withdrawn");
    }
  }

  private Verified verify(String token) throws JwtFault {
    JwtParts parts = JwtParts.of(token, algorithms);
    JwksKey key =
        source
            .find(parts.algorithm(), parts.keyId())
            .orElseThrow(() -> new JwtFault("no such key"));
    if (!key.signed(parts.signed(), parts.signature())) {
      throw new JwtFault("signature");
    }
    return new Verified(key.identity(), JwtClaims.of(JwtJson.object(parts.payload()), settings));
  }

  private JwksSource keySet(URI uri) {
    return "file".equals(uri.getScheme())
        ? new JwksFile(Path.of(uri), clock)
        : new JwksUrl(new JwksFetch(uri), settings.refresh(), clock);
  }

  private static ByteBuffer hash(String token) throws JwtFault {
    if (token.length() > JwtParts.LENGTH_MAX) {
      throw new JwtFault("token too long");
    }
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
