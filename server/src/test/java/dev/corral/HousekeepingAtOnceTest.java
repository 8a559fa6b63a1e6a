package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.testing.RowLock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Housekeeping and callers or other instances at once: nobody stands in the way of the others. */
class HousekeepingAtOnceTest {

  private static final int FULL = Housekeeping.ANSWERS_A_BATCH;
  private static final int FULL_OF_PRODUCTS = Housekeeping.PRODUCTS_A_BATCH;

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
  void whatAnotherInstanceIsRemovingIsSkippedAndNotWaitedFor() {
    scene.plantAnswers("anna", FULL + 7, "31 days");
    scene.plantReservations("anna", 3);
    RowLock other = RowLock.on(url, "SELECT kernel.prune_answers(NULL, '30 days', " + FULL + ")");
    try (other) {
      other.run("SELECT stock.free_expired_reservations(NULL, 2)");
      assertThat(housekeeping.run()).isEqualTo(7 + 1);
    }
    assertThat(housekeeping.run()).as("what the other has left").isEqualTo(FULL + 2);
    assertThat(scene.warnings()).isEmpty();
  }

  @Test
  void rowThatACallHasLockedIsLeftForTheNextTime() {
    scene.plantAnswers("anna", 3, "31 days");
    scene.plantReservations("anna", 3);
    RowLock caller =
        RowLock.on(url, "SELECT 1 FROM kernel.answer ORDER BY request_id LIMIT 1 FOR KEY SHARE");
    try (caller) {
      caller.run("SELECT 1 FROM stock.item ORDER BY product_id LIMIT 1 FOR NO KEY UPDATE");
      assertThat(housekeeping.run()).isEqualTo(2 + 2);
      assertThat(scene.stillHeld()).containsExactly("anna|1");
    }
    assertThat(housekeeping.run()).isEqualTo(1 + 1);
    assertThat(scene.warnings()).isEmpty();
  }

  @Test
  void instancesAtOnceRemoveEachAnswerOnce() {
    scene.plantAnswers("anna", 3 * FULL + 1, "31 days");
    scene.plantAnswers("bert", 2 * FULL, "31 days");
    assertThat(scene.runAtOnce()).isEqualTo(5 * FULL + 1);
    assertThat(scene.count("kernel.answer")).isZero();
    assertThat(scene.warnings()).isEmpty();
  }

  @Test
  void instancesAtOnceFreeEachReservationOnce() {
    scene.plantReservations("anna", 2 * FULL_OF_PRODUCTS + 1);
    scene.plantReservations("bert", FULL_OF_PRODUCTS);
    assertThat(scene.runAtOnce()).isGreaterThanOrEqualTo(3 * FULL_OF_PRODUCTS + 1);
    assertThat(scene.stillHeld()).isEmpty();
    assertThat(server.violatedInvariants()).isEmpty();
    assertThat(scene.warnings()).isEmpty();
  }
}
