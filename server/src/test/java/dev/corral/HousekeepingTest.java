package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.corral.directory.v1.Client;
import dev.corral.directory.v1.UpsertClientRequest;
import dev.corral.testing.Audit;
import dev.corral.testing.Sql;
import dev.corral.testing.TestPostgres;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What housekeeping removes and what it leaves. */
class HousekeepingTest {

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
  void oldAnswersGoInBatchesAndYoungOnesStay() {
    scene.plantAnswers("anna", 2 * FULL, "30 days 1 min");
    scene.plantAnswers("anna", 3, "29 days 23:59:00");
    scene.plantAnswers("bert", FULL / 2, "4000 days");
    scene.plantAnswers("bert", 2, "0 s");
    assertThat(housekeeping.run()).isEqualTo(2 * FULL + FULL / 2);
    assertThat(Sql.rows(url, "SELECT tenant_id, count(*) FROM kernel.answer GROUP BY 1 ORDER BY 1"))
        .containsExactly("anna|3", "bert|2");
    assertThat(housekeeping.run()).isZero();
    assertThat(scene.log())
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
    scene.plantAnswers("anna", 3, "40 days");
    scene.plantAnswers("anna", 3, "50 days");
    assertThat(prune("NULL", 4)).isEqualTo("4");
    assertThat(
            Sql.rows(
                url, "SELECT DISTINCT date_trunc('day', now() - create_time) FROM kernel.answer"))
        .containsExactly("40 days");
  }

  @Test
  void oneTenantMayBeTakenAlone() {
    scene.plantAnswers("anna", 2, "40 days");
    scene.plantAnswers("bert", 2, "40 days");
    scene.plantAnswers("carl", 2, "40 days");
    assertThat(prune("'bert'", 10)).isEqualTo("2");
    assertThat(Sql.rows(url, "SELECT DISTINCT tenant_id FROM kernel.answer ORDER BY 1"))
        .containsExactly("anna", "carl");
    scene.plantReservations("anna", 1);
    scene.plantReservations("bert", 1);
    assertThat(Sql.row(url, "SELECT stock.free_expired_reservations('bert', 10)")).isEqualTo("1");
    assertThat(scene.stillHeld()).containsExactly("anna|1");
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
  void expiredReservationsAreFreedAndOthersLeft() {
    scene.plantReservations("anna", 2);
    scene.plantReservations("bert", 1);
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

  private static String prune(String tenant, int limit) {
    return Sql.row(url, "SELECT kernel.prune_answers(%s, '30 days', %d)".formatted(tenant, limit));
  }

  private static int effects(Clinic clinic, UpsertClientRequest request) {
    return Audit.effects(url, clinic.tenantId(), "UpsertClient", request.getRequestId());
  }
}
