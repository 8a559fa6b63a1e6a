package dev.corral.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Database;
import dev.corral.kernel.DatabaseFault;
import dev.corral.kernel.Refused;
import dev.corral.testing.RowLock;
import dev.corral.testing.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens that are withdrawn before they expire, against the real database. */
class WithdrawalsTest {

  private static final Duration BOUND = Duration.ofSeconds(5);

  private final TestServer server = TestServer.shared();
  private final FakeClock clock = new FakeClock(Instant.now());
  private final Database database = new Database(pool(server.databaseUrl()), 0, 10);
  private final JwtIdentity identity =
      new JwtIdentity(JwtForge.withSecret(), new Withdrawals(database, clock)::covers, clock);
  private final String actor = Clinic.newId();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void withdrawnTokenIsRefusedWithinFiveSecondsAndALaterOneIsNot() {
    String token = token(clock.instant().minusSeconds(60));
    identity.identify(token, Optional.empty());
    withdraw();
    clock.advance(BOUND);
    Refused refused =
        catchThrowableOfType(Refused.class, () -> identity.identify(token, Optional.empty()));
    assertThat(refused.reason()).isEqualTo(ServerReason.UNAUTHENTICATED);
    assertThat(identity.isKnown(token)).isFalse();
    String later = token(clock.instant());
    assertThat(identity.identify(later, Optional.empty()).actorId()).hasToString(actor);
  }

  @Test
  void tokenWithoutAnIssueTimeIsRefusedOnceAnyIsWithdrawn() {
    String token = forge(clock.instant()).without("iat").hs256(JwtForge.SECRET);
    identity.identify(token, Optional.empty());
    withdraw();
    clock.advance(BOUND);
    assertThat(
            catchThrowableOfType(Refused.class, () -> identity.identify(token, Optional.empty())))
        .isNotNull();
  }

  @Test
  void tokensOfOthersGoOn() {
    String other =
        forge(clock.instant().minusSeconds(60))
            .claim("sub", '"' + Clinic.newId() + '"')
            .hs256(JwtForge.SECRET);
    withdraw();
    clock.advance(BOUND);
    assertThat(identity.identify(other, Optional.empty())).isNotNull();
  }

  @Test
  void databaseThatIsAwayLeavesTheListAsItWas() {
    String token = token(clock.instant().minusSeconds(60));
    withdraw();
    assertThat(identity.isKnown(token)).isFalse();
    Refused refused =
        catchThrowableOfType(Refused.class, () -> identity.identify(token, Optional.empty()));
    assertThat(refused.reason()).isEqualTo(ServerReason.UNAUTHENTICATED);
    database.close();
    clock.advance(BOUND);
    assertThat(
            catchThrowableOfType(Refused.class, () -> identity.identify(token, Optional.empty()))
                .reason())
        .isEqualTo(ServerReason.UNAUTHENTICATED);
  }

  @Test
  void nobodyIsLetInBeforeTheListWasReadOnce() {
    database.close();
    String token = token(clock.instant().minusSeconds(60));
    assertThat(
            catchThrowableOfType(
                DatabaseFault.class, () -> identity.identify(token, Optional.empty())))
        .isNotNull();
  }

  @Test
  void callsThatFillTheDatabaseDoNotHoldUpAWithdrawal() throws Exception {
    String url = server.databaseUrl();
    String token = token(clock.instant().minusSeconds(60));
    try (Database busy = new Database(pool(url, 2), 0, 0);
        ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
      JwtIdentity byBusy =
          new JwtIdentity(JwtForge.withSecret(), new Withdrawals(busy, clock)::covers, clock);
      byBusy.identify(token, Optional.empty());
      Future<?> holder;
      try (RowLock lock = RowLock.on(url, "SELECT pg_advisory_xact_lock(7301)")) {
        String held = "(SELECT 1 FROM (SELECT pg_advisory_xact_lock(7301)) AS l)";
        holder = calls.submit(() -> busy.count(held, List.of()));
        lock.awaitSomebodyWaits();
        withdraw();
        clock.advance(BOUND);
        assertThat(byBusy.isKnown(token)).isFalse();
      }
      holder.get();
    }
  }

  @Test
  void laterWithdrawalIsNotTakenBackByAnEarlierOne() {
    TestPostgres.execute(
        server.databaseUrl(),
        "INSERT INTO identity.withdrawal (tenant_id, actor_id, issued_before) VALUES ('-', '"
            + actor
            + "', now() + interval '1 minute')");
    withdraw();
    String token = token(clock.instant().plusSeconds(20));
    clock.advance(Duration.ofSeconds(25));
    assertThat(
            catchThrowableOfType(Refused.class, () -> identity.identify(token, Optional.empty())))
        .isNotNull();
  }

  private String token(Instant issued) {
    return forge(issued).hs256(JwtForge.SECRET);
  }

  private JwtForge forge(Instant issued) {
    return new JwtForge()
        .claim("sub", '"' + actor + '"')
        .claim("iat", Long.toString(issued.getEpochSecond()))
        .claim("nbf", Long.toString(issued.getEpochSecond()))
        .claim("exp", Long.toString(issued.plusSeconds(3600).getEpochSecond()));
  }

  private void withdraw() {
    TestPostgres.execute(
        server.databaseUrl(), "SELECT identity.withdraw_tokens('-', '" + actor + "')");
  }

  private static HikariDataSource pool(String databaseUrl) {
    return pool(databaseUrl, 1);
  }

  private static HikariDataSource pool(String databaseUrl, int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:" + databaseUrl);
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(500);
    config.setConnectionInitSql("SET ROLE corral_app");
    return new HikariDataSource(config);
  }
}
