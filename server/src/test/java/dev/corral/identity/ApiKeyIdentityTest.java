package dev.corral.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.common.v1.Role;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Database;
import dev.corral.kernel.Reason;
import dev.corral.kernel.Refused;
import dev.corral.testing.Sql;
import dev.corral.testing.TestPostgres;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** API keys by a clock that the test moves, against the real database. */
class ApiKeyIdentityTest {

  private static final Optional<String> NO_TENANT = Optional.empty();

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();
  private final AtomicLong nanos = new AtomicLong();
  private final Database database = new Database(pool(server.databaseUrl()), 0, 100);
  private final ApiKeyIdentity identity = new ApiKeyIdentity(database, nanos::get);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void keyNamesItsTenantAndRoleAndAlwaysTheSameActor() {
    ApiKey key = create(clinic.tenantId(), "SERVICE");
    var caller = identity.identify(key.reveal(), NO_TENANT);
    assertThat(caller.tenantId()).isEqualTo(clinic.tenantId());
    assertThat(caller.role()).isEqualTo(Role.ROLE_SERVICE);
    assertThat(identity.identify(key.reveal(), Optional.of(clinic.tenantId()))).isEqualTo(caller);
    assertThat(identity.isKnown(key.reveal())).isTrue();
  }

  @Test
  void keyIsForItsTenantOnlyAndThePlatformsForAny() {
    ApiKey key = create(clinic.tenantId(), "ADMIN");
    assertThat(reason(key.reveal(), Optional.of("another")))
        .isEqualTo(ServerReason.TENANT_NOT_ALLOWED);
    ApiKey platform = create(ApiKey.PLATFORM, "PLATFORM");
    assertThat(identity.identify(platform.reveal(), Optional.of("another")).tenantId())
        .isEqualTo("another");
    assertThat(identity.identify(platform.reveal(), NO_TENANT).tenantId()).isEmpty();
  }

  @Test
  void revokedKeyIsRefusedWithinFiveSeconds() {
    ApiKey key = create(clinic.tenantId(), "SERVICE");
    identity.identify(key.reveal(), NO_TENANT);
    execute("SELECT identity.revoke_api_key('%s', '%s')", key.tenantId(), key.keyId());
    nanos.addAndGet(Duration.ofMillis(3_999).toNanos());
    identity.identify(key.reveal(), NO_TENANT); // believed a little longer
    nanos.addAndGet(Duration.ofMillis(1_000).toNanos());
    assertThat(reason(key.reveal(), NO_TENANT)).isEqualTo(ServerReason.UNAUTHENTICATED);
    assertThat(identity.isKnown(key.reveal())).isFalse();
  }

  @Test
  void keyThatRestedStaysKnownAndAWrongSecretOrARevocationDoesNot() {
    ApiKey key = create(clinic.tenantId(), "SERVICE");
    identity.identify(key.reveal(), NO_TENANT);
    nanos.addAndGet(Duration.ofMinutes(30).toNanos());
    assertThat(identity.isKnown(key.reveal())).isTrue();
    String wrong = key.prefix() + "." + "A".repeat(43);
    assertThat(identity.isKnown(wrong)).isFalse();
    reason(wrong, NO_TENANT);
    assertThat(identity.isKnown(key.reveal())).isTrue();
    execute("SELECT identity.revoke_api_key('%s', '%s')", key.tenantId(), key.keyId());
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    assertThat(reason(key.reveal(), NO_TENANT)).isEqualTo(ServerReason.UNAUTHENTICATED);
    assertThat(identity.isKnown(key.reveal())).isFalse();
  }

  @Test
  void expiredKeyIsRefused() {
    ApiKey key = create(clinic.tenantId(), "SERVICE");
    execute(
        "UPDATE identity.api_key SET expire_time = now() WHERE tenant_id = '%s' AND key_id = '%s'",
        key.tenantId(), key.keyId());
    assertThat(reason(key.reveal(), NO_TENANT)).isEqualTo(ServerReason.UNAUTHENTICATED);
  }

  @Test
  void whatIsNotExactlyTheKeyIsRefused() {
    String key = create(clinic.tenantId(), "SERVICE").reveal();
    String other = create(server.freshClinic().tenantId(), "SERVICE").reveal();
    String secret = key.substring(key.lastIndexOf('.') + 1);
    for (String wrong :
        List.of(
            "",
            "corral",
            key.substring(0, key.length() - 1),
            key + "A",
            key.toUpperCase(java.util.Locale.ROOT),
            " " + key,
            key + "\n",
            key.replace('.', ':'),
            key.replace(secret, "A".repeat(43)),
            key.replace(secret, other.substring(other.lastIndexOf('.') + 1)),
            key.replace(clinic.tenantId(), ApiKey.PLATFORM),
            key.replace(clinic.tenantId(), other.split("\\.")[1]),
            key.replace(clinic.tenantId(), "' OR true --"),
            "Bearer " + key,
            "x".repeat(8000))) {
      assertThat(reason(wrong, NO_TENANT)).as(wrong).isEqualTo(ServerReason.UNAUTHENTICATED);
      assertThat(identity.isKnown(wrong)).as(wrong).isFalse();
    }
    identity.identify(key, NO_TENANT);
  }

  @Test
  void useIsNotedOnceAMinuteAndOnlyWithTheRightSecret() {
    ApiKey key = create(clinic.tenantId(), "SERVICE");
    String lastUse = "SELECT last_use_time FROM identity.api_key WHERE key_id = '" + key.keyId();
    reason(key.prefix() + "." + "A".repeat(43), NO_TENANT);
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(Sql.rows(server.databaseUrl(), lastUse + "' AND last_use_time IS NOT NULL"))
        .isEmpty();
    identity.identify(key.reveal(), NO_TENANT);
    List<String> noted = Sql.rows(server.databaseUrl(), lastUse + "'");
    assertThat(noted).doesNotContain("null").isNotEmpty();
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    identity.identify(key.reveal(), NO_TENANT);
    assertThat(Sql.rows(server.databaseUrl(), lastUse + "'")).isEqualTo(noted);
  }

  @Test
  void secretIsStoredNowhere() {
    ApiKey key = create(clinic.tenantId(), "SERVICE");
    identity.identify(key.reveal(), NO_TENANT);
    assertThat(
            Sql.rows(
                server.databaseUrl(),
                "SELECT 'found' FROM identity.api_key AS k WHERE k::text LIKE '%"
                    + key.secret()
                    + "%' UNION ALL SELECT 'found' FROM kernel.audit AS a WHERE a::text LIKE '%"
                    + key.secret()
                    + "%' OR a.after ? 'secret_hash'"))
        .isEmpty();
    assertThat(key.toString()).doesNotContain(key.secret());
  }

  private ApiKey create(String tenantId, String role) {
    ApiKey key = ApiKey.generate(tenantId, new SecureRandom());
    execute(
        "SELECT identity.create_api_key('%s', '%s', '\\x"
            + HexFormat.of().formatHex(key.secretHash())
            + "', '"
            + role
            + "', 'test', NULL)",
        tenantId,
        key.keyId());
    return key;
  }

  private void execute(String sql, String first, String second) {
    TestPostgres.execute(server.databaseUrl(), sql.formatted(first, second));
  }

  private Reason reason(String key, Optional<String> tenant) {
    return catchThrowableOfType(Refused.class, () -> identity.identify(key, tenant)).reason();
  }

  private static HikariDataSource pool(String databaseUrl) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:" + databaseUrl);
    config.setMaximumPoolSize(1);
    config.setConnectionInitSql("SET ROLE corral_app");
    return new HikariDataSource(config);
  }
}
