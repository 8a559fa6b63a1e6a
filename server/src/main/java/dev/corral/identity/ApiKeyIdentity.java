package dev.corral.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Caller;
import dev.corral.kernel.Database;
import dev.corral.kernel.Refused;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Knows machines by their API keys. What the database says of a key is believed for {@value
 * #BELIEVED_SECONDS} s, so a revoked one is refused everywhere within 5 s. Thread-safe.
 */
public final class ApiKeyIdentity {

  static final int BELIEVED_SECONDS = 4;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(1);
  private static final int KEYS_MAX = 10_000;
  private static final Duration KNOWN = Duration.ofHours(1);

  private final LongSupplier nanoTime;
  private final ApiKeyStore keys;
  private final Cache<String, Optional<ApiKeyStore.Stored>> believed;

  /** Hashes of secrets that were right: they stay known while the database is asked again. */
  private final Cache<String, byte[]> right;

  /** An identity by the keys of a database. */
  public ApiKeyIdentity(Database database) {
    this(database, System::nanoTime);
  }

  ApiKeyIdentity(Database database, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.keys = new ApiKeyStore(database);
    this.believed =
        Caffeine.newBuilder()
            .maximumSize(KEYS_MAX)
            .expireAfterWrite(Duration.ofSeconds(BELIEVED_SECONDS))
            .ticker(nanoTime::getAsLong)
            .build();
    this.right =
        Caffeine.newBuilder()
            .maximumSize(KEYS_MAX)
            .expireAfterAccess(KNOWN)
            .ticker(nanoTime::getAsLong)
            .build();
  }

  /**
   * The machine whose key this is.
   *
   * @param wantedTenant the tenant that the call names beside the key, if it names one
   * @throws Refused with UNAUTHENTICATED when it is nobody's, with TENANT_NOT_ALLOWED when it is
   *     not for the tenant
   */
  Caller identify(String text, Optional<String> wantedTenant) {
    ApiKey key = ApiKey.parse(text).orElseThrow(ApiKeyIdentity::refused);
    Optional<ApiKeyStore.Stored> known = believed.getIfPresent(key.prefix());
    Optional<ApiKeyStore.Stored> stored = known == null ? ask(key) : known;
    if (stored.isEmpty()) {
      right.invalidate(key.prefix());
    }
    if (!stored.map(s -> MessageDigest.isEqual(s.secretHash(), key.secretHash())).orElse(false)) {
      throw refused();
    }
    if (known == null) {
      right.put(key.prefix(), stored.get().secretHash());
      if (stored.get().unnoted()) {
        keys.noteApiKeyUse(key);
      }
    }
    return new Caller(tenant(key, wantedTenant), stored.get().actorId(), stored.get().role());
  }

  /**
   * Whether this key was found right within the last hour and not wrong since. The database is
   * asked again all the same; but who holds the key is not locked out by others at its address.
   */
  boolean isKnown(String text) {
    return ApiKey.parse(text)
        .filter(key -> isRight(key, right.getIfPresent(key.prefix())))
        .isPresent();
  }

  /** Asks the database; an answer that comes late is good for this call only. */
  private Optional<ApiKeyStore.Stored> ask(ApiKey key) {
    long asked = nanoTime.getAsLong();
    Optional<ApiKeyStore.Stored> stored = keys.findApiKey(key);
    if (nanoTime.getAsLong() - asked < ANSWER_MAX.toNanos()) {
      believed.put(key.prefix(), stored);
    }
    return stored;
  }

  private static boolean isRight(ApiKey key, byte[] hash) {
    return hash != null && MessageDigest.isEqual(hash, key.secretHash());
  }

  private static String tenant(ApiKey key, Optional<String> wanted) {
    if (key.tenantId().equals(ApiKey.PLATFORM)) {
      return wanted.orElse("");
    } else if (!wanted.orElse(key.tenantId()).equals(key.tenantId())) {
      throw new Refused(ServerReason.TENANT_NOT_ALLOWED);
    }
    return key.tenantId();
  }

  private static Refused refused() {
    return new Refused(
        ServerReason.UNAUTHENTICATED, Map.of("metadata", Credentials.API_KEY.name()), List.of());
  }
}
