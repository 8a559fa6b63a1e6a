package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.corral.directory.v1.Client;
import dev.corral.directory.v1.UpsertClientRequest;
import dev.corral.kernel.Database;
import dev.corral.testing.Audit;
import dev.corral.testing.Race;
import dev.corral.testing.RowLock;
import dev.corral.testing.Sql;
import dev.corral.testing.TcpGate;
import dev.corral.testing.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What housekeeping removes, what it leaves, and that nobody stands in its way or it in theirs. */
class HousekeepingTest {

  private static final Duration WAIT_MAX = Duration.ofSeconds(15);
  private static final int FULL = Housekeeping.ANSWERS_A_BATCH;
  private static final int FULL_OF_PRODUCTS = Housekeeping.PRODUCTS_A_BATCH;

  private static TestServer server;
  private static String url;
  private final List<Database> databases = new ArrayList<>();
  private final List<Housekeeping> instances = new ArrayList<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Housekeeping.class);
  private final Housekeeping housekeeping = housekeeping(url);

  @BeforeAll
  static void startServer() {
    server = TestServer.start(Map.of("CORRAL_HOUSEKEEPING_SECONDS", "0"));
    url = server.databaseUrl();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void listen() {
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(log);
  }

  @AfterEach
  void clean() {
    logger.detachAppender(log);
    logger.setLevel(null);
    logger.setAdditive(true);
    instances.forEach(Housekeeping::stop);
    databases.forEach(Database::close);
    TestPostgres.execute(
        url,
        "TRUNCATE kernel.answer, stock.item, stock.lot, stock.level, stock.lot_level,"
            + " stock.movement, stock.reservation, stock.reservation_item");
  }

  @Test
  void oldAnswersGoInBatchesAndYoungOnesStay() {
    plantAnswers("anna", 2 * FULL, "30 days 1 min");
    plantAnswers("anna", 3, "29 days 23:59:00");
    plantAnswers("bert", FULL / 2, "4000 days");
    plantAnswers("bert", 2, "0 s");
    assertThat(housekeeping.run()).isEqualTo(2 * FULL + FULL / 2);
    assertThat(Sql.rows(url, "SELECT tenant_id, count(*) FROM kernel.answer GROUP BY 1 ORDER BY 1"))
        .containsExactly("anna|3", "bert|2");
    assertThat(housekeeping.run()).isZero();
    assertThat(log.list)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getLevel()).isEqualTo(Level.INFO);
              assertThat(event.getKeyValuePairs())
                  .extracting(String::valueOf)
                  .containsExactly("answers_removed=\"2500\"");
            });
  }

  @Test
  void batchTakesTheOldestAndNoMoreThanItMay() {
    plantAnswers("anna", 3, "40 days");
    plantAnswers("anna", 3, "50 days");
    assertThat(prune("NULL", 4)).isEqualTo("4");
    assertThat(
            Sql.rows(
                url, "SELECT DISTINCT date_trunc('day', now() - create_time) FROM kernel.answer"))
        .containsExactly("40 days");
  }

  @Test
  void oneTenantMayBeTakenAlone() {
    plantAnswers("anna", 2, "40 days");
    plantAnswers("bert", 2, "40 days");
    plantAnswers("carl", 2, "40 days");
    assertThat(prune("'bert'", 10)).isEqualTo("2");
    assertThat(Sql.rows(url, "SELECT DISTINCT tenant_id FROM kernel.answer ORDER BY 1"))
        .containsExactly("anna", "carl");
    plantReservations("anna", 1);
    plantReservations("bert", 1);
    assertThat(Sql.row(url, "SELECT stock.free_expired_reservations('bert', 10)")).isEqualTo("1");
    assertThat(stillHeld()).containsExactly("anna|1");
  }

  @Test
  void requestIsANewOneOnceItsAnswerIsGone() {
    Clinic clinic = server.freshClinic();
    UpsertClientRequest request =
        UpsertClientRequest.newBuilder()
            .setRequestId(Clinic.newId())
            .setClient(Client.newBuilder().setClientId(Clinic.newId()).setDisplayName("Ana"))
            .build();
    clinic.directory().upsertClient(request);
    housekeeping.run();
    clinic.directory().upsertClient(request);
    assertThat(effects(clinic, request)).isEqualTo(1);
    TestPostgres.execute(
        url, "UPDATE kernel.answer SET create_time = create_time - interval '31 days'");
    housekeeping.run();
    clinic.directory().upsertClient(request);
    assertThat(effects(clinic, request)).isEqualTo(2);
  }

  @Test
  void whatAnotherInstanceIsRemovingIsSkippedAndNotWaitedFor() {
    plantAnswers("anna", FULL + 7, "31 days");
    plantReservations("anna", 3);
    RowLock other = RowLock.on(url, "SELECT kernel.prune_answers(NULL, '30 days', " + FULL + ")");
    try (other) {
      other.run("SELECT stock.free_expired_reservations(NULL, 2)");
      assertThat(housekeeping.run()).isEqualTo(7 + 1);
    }
    assertThat(housekeeping.run()).as("what the other has left").isEqualTo(FULL + 2);
    assertThat(warnings()).isEmpty();
  }

  @Test
  void rowThatACallHasLockedIsLeftForTheNextTime() {
    plantAnswers("anna", 3, "31 days");
    plantReservations("anna", 3);
    RowLock caller =
        RowLock.on(url, "SELECT 1 FROM kernel.answer ORDER BY request_id LIMIT 1 FOR KEY SHARE");
    try (caller) {
      caller.run("SELECT 1 FROM stock.item ORDER BY product_id LIMIT 1 FOR NO KEY UPDATE");
      assertThat(housekeeping.run()).isEqualTo(2 + 2);
      assertThat(stillHeld()).containsExactly("anna|1");
    }
    assertThat(housekeeping.run()).isEqualTo(1 + 1);
    assertThat(warnings()).isEmpty();
  }

  @Test
  void instancesAtOnceRemoveEachAnswerOnce() {
    plantAnswers("anna", 3 * FULL + 1, "31 days");
    plantAnswers("bert", 2 * FULL, "31 days");
    assertThat(runAtOnce()).isEqualTo(5 * FULL + 1);
    assertThat(count("kernel.answer")).isZero();
    assertThat(warnings()).isEmpty();
  }

  @Test
  void instancesAtOnceFreeEachReservationOnce() {
    plantReservations("anna", 2 * FULL_OF_PRODUCTS + 1);
    plantReservations("bert", FULL_OF_PRODUCTS);
    assertThat(runAtOnce()).isGreaterThanOrEqualTo(3 * FULL_OF_PRODUCTS + 1);
    assertThat(stillHeld()).isEmpty();
    assertThat(server.violatedInvariants()).isEmpty();
    assertThat(warnings()).isEmpty();
  }

  @Test
  void expiredReservationsAreFreedAndOthersLeft() {
    plantReservations("anna", 2);
    plantReservations("bert", 1);
    assertThat(server.violatedInvariants()).isEmpty();
    assertThat(housekeeping.run()).isEqualTo(3);
    assertThat(Sql.rows(url, "SELECT location_id, on_hand, reserved FROM stock.level ORDER BY 1"))
        .containsExactly(
            "back|10|0", "back|10|0", "back|10|0", "main|10|1", "main|10|1", "main|10|1");
    assertThat(
            Sql.rows(
                url,
                "SELECT DISTINCT r.note, r.state, i.location_id, i.remaining, i.held"
                    + " FROM stock.reservation_item AS i JOIN stock.reservation AS r"
                    + " USING (tenant_id, reservation_id) ORDER BY 1, 3"))
        .containsExactly(
            "expired|OPEN|back|4|0",
            "expired|OPEN|main|2|0",
            "expired too|OPEN|main|3|0",
            "open|OPEN|main|1|1");
    assertThat(housekeeping.run()).isZero();
    assertThat(server.violatedInvariants()).isEmpty();
  }

  @Test
  void serversKeepHouseByThemselves() {
    plantAnswers("anna", FULL + 1, "2 days");
    plantReservations("anna", 1);
    Map<String, String> settings =
        Map.of("CORRAL_HOUSEKEEPING_SECONDS", "1", "CORRAL_ANSWERS_KEPT_DAYS", "1");
    try (TestServer one = TestServer.start(url, settings);
        TestServer two = TestServer.start(url, settings)) {
      assertThat(one.port()).isNotEqualTo(two.port());
      await(() -> count("kernel.answer") == 0 && stillHeld().isEmpty());
    }
    assertThat(warnings()).isEmpty();
  }

  @Test
  void databaseThatIsAwayIsWarnedOfOnceAndHouseIsKeptAfterwards() throws Exception {
    plantAnswers("anna", 5, "31 days");
    TcpGate gate = TcpGate.to(url);
    Housekeeping far = housekeeping(gate.through(url));
    try (gate) {
      gate.shut();
      assertThat(far.run()).isZero();
      far.start(Duration.ofMillis(1));
      assertThat(far.run()).isZero();
      gate.reopen();
      await(() -> count("kernel.answer") == 0);
      assertThat(warnings()).hasSize(1);
      gate.shut();
      await(() -> warnings().size() == 2);
    }
  }

  @Test
  void stopLetsTheBatchEndAndBeginsNoOther() throws Exception {
    plantAnswers("anna", 2 * FULL, "31 days");
    Thread stopper = Thread.ofPlatform().unstarted(housekeeping::stop);
    try (RowLock lock = RowLock.on(url, "LOCK TABLE kernel.answer IN EXCLUSIVE MODE")) {
      housekeeping.start(Duration.ofMillis(1));
      lock.awaitSomebodyWaits();
      stopper.start();
      await(() -> stopper.getState() == Thread.State.TIMED_WAITING);
    }
    stopper.join();
    assertThat(count("kernel.answer")).isEqualTo(FULL);
    assertThat(housekeeping.run()).as("stopped").isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "CORRAL_HOUSEKEEPING_SECONDS, 0, true",
    "CORRAL_HOUSEKEEPING_SECONDS, 86400, true",
    "CORRAL_HOUSEKEEPING_SECONDS, -1, false",
    "CORRAL_HOUSEKEEPING_SECONDS, 86401, false",
    "CORRAL_ANSWERS_KEPT_DAYS, 1, true",
    "CORRAL_ANSWERS_KEPT_DAYS, 3650, true",
    "CORRAL_ANSWERS_KEPT_DAYS, 0, false",
    "CORRAL_ANSWERS_KEPT_DAYS, 3651, false",
    "CORRAL_ANSWERS_KEPT_DAYS, 30d, false",
  })
  void settingsHaveLimits(String name, String value, boolean allowed) {
    Config.Faulty faulty =
        catchThrowableOfType(Config.Faulty.class, () -> config(url, Map.of(name, value)));
    assertThat(faulty == null).isEqualTo(allowed);
    if (faulty != null) {
      assertThat(faulty).hasMessageStartingWith(name).hasMessageEndingWith(": " + value);
    }
  }

  @Test
  void settingsHaveDefaults() throws Exception {
    Config config = config(url, Map.of());
    assertThat(config.housekeepingPeriod()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.answersKeptDays()).isEqualTo(30);
  }

  /** What three instances have done together. */
  private int runAtOnce() {
    housekeeping(url);
    housekeeping(url);
    return Race.of(instances.size(), i -> instances.get(i).run()).winners().stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  /** An instance with the default settings, but a pool of its own that soon gives up. */
  private Housekeeping housekeeping(String databaseUrl) {
    HikariConfig impatient = new HikariConfig();
    try {
      Config config = config(databaseUrl, Map.of("CORRAL_POOL_SIZE", "1"));
      try (HikariDataSource pool = App.pool(config)) {
        pool.copyStateTo(impatient);
      }
      impatient.setConnectionTimeout(250);
      Database database = new Database(new HikariDataSource(impatient));
      databases.add(database);
      Housekeeping instance = new Housekeeping(database, config.answersKeptDays());
      instances.add(instance);
      return instance;
    } catch (Config.Faulty | Migrations.Refused e) {
      throw new IllegalStateException(e);
    }
  }

  private static Config config(String databaseUrl, Map<String, String> settings)
      throws Config.Faulty {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("CORRAL_DATABASE_URL", databaseUrl);
    return Config.read(environment, false);
  }

  private static void plantAnswers(String tenant, int count, String age) {
    TestPostgres.execute(
        url,
        """
        INSERT INTO kernel.answer (tenant_id, operation, request_id, request_hash, answer,
                                   create_time)
        SELECT '%s', 'Planted', gen_random_uuid(), '', '{}', now() - interval '%s'
          FROM generate_series(1, %d)
        """
            .formatted(tenant, age, count));
  }

  /**
   * Products at two locations, each held by two reservations that have expired and one that has
   * not.
   */
  private static void plantReservations(String tenant, int products) {
    TestPostgres.execute(
        url,
        """
        CREATE TEMPORARY TABLE p AS
        SELECT '%s'::text AS t, gen_random_uuid() AS id, gen_random_uuid() AS lot
          FROM generate_series(1, %d);
        CREATE TEMPORARY TABLE h AS
        SELECT p.*, gen_random_uuid() AS reservation, n.* FROM p, (VALUES
          ('expired', now() - interval '1 min', 2, 4),
          ('expired too', now() - interval '1 day', 3, 0),
          ('open', now() + interval '1 h', 1, 0)) AS n (note, expires, main, back);
        INSERT INTO stock.item SELECT t, id FROM p;
        INSERT INTO stock.lot SELECT t, lot, id, '' FROM p;
        INSERT INTO stock.level
        SELECT t, id, 'main', 10, 6 FROM p UNION ALL SELECT t, id, 'back', 10, 4 FROM p;
        INSERT INTO stock.lot_level
        SELECT t, id, l, lot, 10 FROM p, unnest('{main,back}'::text[]) AS l;
        INSERT INTO stock.movement (tenant_id, movement_id, product_id, location_id, lot_id,
                                    quantity, reason, reference, note, actor_id, create_time)
        SELECT t, gen_random_uuid(), id, l, lot, 10, 'RECEIPT', '', '', gen_random_uuid(), now()
          FROM p, unnest('{main,back}'::text[]) AS l;
        INSERT INTO stock.reservation (tenant_id, reservation_id, note, expire_time)
        SELECT t, reservation, note, expires FROM h;
        INSERT INTO stock.reservation_item
        SELECT t, reservation, id, 'main', main, main, main, expires FROM h
        UNION ALL
        SELECT t, reservation, id, 'back', back, back, back, expires FROM h WHERE back > 0;
        """
            .formatted(tenant, products));
  }

  /** How many products of each tenant an expired reservation still holds. */
  private static List<String> stillHeld() {
    return Sql.rows(
        url,
        "SELECT tenant_id, count(DISTINCT product_id) FROM stock.reservation_item"
            + " WHERE held > 0 AND expire_time <= now() GROUP BY 1 ORDER BY 1");
  }

  private static String prune(String tenant, int limit) {
    return Sql.row(url, "SELECT kernel.prune_answers(%s, '30 days', %d)".formatted(tenant, limit));
  }

  private static int count(String table) {
    return Integer.parseInt(Sql.row(url, "SELECT count(*) FROM " + table));
  }

  private static int effects(Clinic clinic, UpsertClientRequest request) {
    return Audit.effects(url, clinic.tenantId(), "UpsertClient", request.getRequestId());
  }

  private List<ILoggingEvent> warnings() {
    return log.list.stream().filter(event -> event.getLevel() != Level.INFO).toList();
  }

  private static void await(BooleanSupplier happened) {
    Instant end = Instant.now().plus(WAIT_MAX);
    while (!happened.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(end);
      Thread.onSpinWait();
    }
  }
}
