package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.corral.testing.RowLock;
import dev.corral.testing.TcpGate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When housekeeping runs: by itself, after an outage, until it is stopped, and as it is set. */
class HousekeepingJobTest {

  private static final Duration WAIT_MAX = Duration.ofSeconds(15);
  private static final int FULL = Housekeeping.ANSWERS_A_BATCH;

  private static TestServer server;
  private static String url;
  private final HousekeepingScene scene = new HousekeepingScene(url);
  private final Housekeeping housekeeping = scene.housekeeping();

  @BeforeAll
  static void startServer() {
    server = TestServer.start(Map.of("CORRAL_HOUSEKEEPING_SECONDS", "0"));
    url = server.databaseUrl();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @AfterEach
  void clean() {
    scene.close();
  }

  @Test
  void serversKeepHouseByThemselves() {
    scene.plantAnswers("anna", FULL + 1, "2 days");
    scene.plantReservations("anna", 1);
    Map<String, String> settings =
        Map.of("CORRAL_HOUSEKEEPING_SECONDS", "1", "CORRAL_ANSWERS_KEPT_DAYS", "1");
    try (TestServer one = TestServer.start(url, settings);
        TestServer two = TestServer.start(url, settings)) {
      assertThat(one.port()).isNotEqualTo(two.port());
      await(() -> scene.count("kernel.answer") == 0 && scene.stillHeld().isEmpty());
    }
    assertThat(scene.warnings()).isEmpty();
  }

  @Test
  void databaseThatIsAwayIsWarnedOfOnceAndHouseIsKeptAfterwards() throws Exception {
    scene.plantAnswers("anna", 5, "31 days");
    TcpGate gate = TcpGate.to(url);
    Housekeeping far = scene.housekeeping(gate.through(url));
    try (gate) {
      gate.shut();
      assertThat(far.run()).isZero();
      far.start(Duration.ofMillis(1));
      assertThat(far.run()).isZero();
      assertThat(scene.warnings()).hasSize(1);
      gate.reopen();
      await(() -> scene.isAlive() && scene.count("kernel.answer") == 0);
      int told = scene.warnings().size(); // while its connections were made anew, once more maybe
      gate.shut();
      await(() -> scene.warnings().size() > told);
    }
  }

  @Test
  void stopLetsTheBatchEndAndBeginsNoOther() throws Exception {
    scene.plantAnswers("anna", 2 * FULL, "31 days");
    Thread stopper = Thread.ofPlatform().unstarted(housekeeping::stop);
    try (RowLock lock = RowLock.on(url, "LOCK TABLE kernel.answer IN EXCLUSIVE MODE")) {
      housekeeping.start(Duration.ofMillis(1));
      lock.awaitSomebodyWaits();
      stopper.start();
      await(() -> stopper.getState() == Thread.State.TIMED_WAITING);
    }
    stopper.join();
    assertThat(scene.count("kernel.answer")).isEqualTo(FULL);
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
        catchThrowableOfType(
            Config.Faulty.class, () -> HousekeepingScene.config(url, Map.of(name, value)));
    assertThat(faulty == null).isEqualTo(allowed);
    if (faulty != null) {
      assertThat(faulty).hasMessageStartingWith(name).hasMessageEndingWith(": " + value);
    }
  }

  @Test
  void settingsHaveDefaults() throws Exception {
    Config config = HousekeepingScene.config(url, Map.of());
    assertThat(config.housekeepingPeriod()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.answersKeptDays()).isEqualTo(30);
  }

  private static void await(BooleanSupplier happened) {
    Instant end = Instant.now().plus(WAIT_MAX);
    while (!happened.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(end);
      Thread.onSpinWait();
    }
  }
}
