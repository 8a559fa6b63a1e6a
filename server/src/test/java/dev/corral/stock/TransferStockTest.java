package dev.corral.stock;

import static dev.corral.stock.StockCalls.assertLevel;
import static dev.corral.stock.StockCalls.moving;
import static dev.corral.stock.StockCalls.recall;
import static dev.corral.stock.StockCalls.shown;
import static dev.corral.stock.StockCalls.stored;
import static dev.corral.stock.StockCalls.units;
import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.kernel.Outcome;
import dev.corral.stock.v1.StockMovement;
import dev.corral.stock.v1.StockReason;
import dev.corral.stock.v1.TransferStockRequest;
import dev.corral.stock.v1.TransferStockResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Moves between locations. */
class TransferStockTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);
  private final String product = shop.product(500, 0);

  @BeforeEach
  void vanIsThere() {
    shop.location("van");
  }

  @AfterAll
  static void booksAgree() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void earliestExpiryMovesFirstAndEachLotIsTwoMovements() {
    shop.receive(
        "",
        units(product, 5),
        shop.lot(product, "LATE", 5, 60),
        shop.lot(product, "SOON", 3, 10),
        shop.lot(product, "GONE", 4, -1));
    TransferStockResponse moved =
        transfer(moving(product, 6, "", "van").setNote("round").setReference("trip 1"));

    assertThat(shown(moved.getMovementsList()))
        .containsExactly("SOON@main -3", "SOON@van 3", "LATE@main -3", "LATE@van 3");
    assertThat(moved.getMovementsList())
        .allSatisfy(
            m -> {
              assertThat(m.getReason()).isEqualTo(StockReason.STOCK_REASON_TRANSFER);
              assertThat(m.getNote()).isEqualTo("round");
              assertThat(m.getReference()).isEqualTo("trip 1");
            });
    assertThat(moved.getLevel()).isEqualTo(shop.level(product));
    assertLevel(moved.getLevel(), 17, 0, 4);
    assertThat(moved.getLevel().getLocations(0).getOnHand()).isEqualTo(11);
    assertThat(moved.getLevel().getLocations(1).getOnHand()).isEqualTo(6);
  }

  @Test
  void moreThanIsAvailableThereIsRefused() {
    shop.receive("", units(product, 5), shop.lot(product, "GONE", 4, -1));
    shop.receive("van", units(product, 100));
    shop.reserve(Shop.demand(product, 2).setLocationId("main"));
    List<String> before = stored(server, shop.clinic());
    assertThat(
            assertRefused(Outcome.OUT_OF_STOCK, () -> transfer(moving(product, 4, "main", "van")))
                .getMetadataMap())
        .contains(Map.entry("asked", "4"), Map.entry("available", "3"));
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
    transfer(moving(product, 3, "main", "van"));
    assertLevel(shop.level(product), 109, 2, 4);
  }

  @Test
  void namedLotMovesUsableOrNot() {
    shop.receive("", shop.lot(product, "GONE", 4, -1), shop.lot(product, "A", 4, 30));
    recall(shop, product, "A", true);
    transfer(moving(product, 4, "", "van").setLotCode("GONE"));
    TransferStockResponse moved = transfer(moving(product, 1, "", "van").setLotCode("A"));
    assertThat(shown(moved.getMovementsList())).containsExactly("A@main -1", "A@van 1");
    assertLevel(moved.getLevel(), 8, 0, 8);
  }

  @Test
  void emptyCodeIsTheUnitsWithoutALot() {
    shop.receive("", units(product, 2), shop.lot(product, "A", 4, 30));
    assertThat(shown(transfer(moving(product, 2, "", "van").setLotCode("")).getMovementsList()))
        .containsExactly("@main -2", "@van 2");
    assertThat(
            assertRefused(
                    Outcome.OUT_OF_STOCK,
                    () -> transfer(moving(product, 1, "", "van").setLotCode("")))
                .getMetadataMap())
        .contains(Map.entry("asked", "1"), Map.entry("available", "0"));
    assertRefused(
        Outcome.LOT_NOT_FOUND, () -> transfer(moving(product, 1, "", "van").setLotCode("B")));
  }

  @Test
  void unitsOfALotThatAReservationNeedsStay() {
    shop.receive("", shop.lot(product, "A", 5, 30), shop.lot(product, "B", 5, 60));
    shop.reserve(Shop.demand(product, 8));
    List<String> before = stored(server, shop.clinic());
    assertThat(
            assertRefused(
                    Outcome.STOCK_RESERVED,
                    () -> transfer(moving(product, 3, "", "van").setLotCode("B")))
                .getMetadataMap())
        .containsOnly(Map.entry("on_hand", "10"), Map.entry("reserved", "8"));
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
    transfer(moving(product, 2, "", "van").setLotCode("B"));
  }

  /** The expired units cannot serve the reservation, so the good ones must stay for it. */
  @Test
  void goodUnitsStayForAReservationThatExpiredOnesCannotServe() {
    shop.receive("", shop.lot(product, "GOOD", 5, 30), shop.lot(product, "GONE", 5, -1));
    String reservation = shop.reserve(Shop.demand(product, 5)).getReservationId();
    assertRefused(
        Outcome.STOCK_RESERVED, () -> transfer(moving(product, 5, "", "van").setLotCode("GOOD")));
    transfer(moving(product, 5, "", "van").setLotCode("GONE"));
    shop.commit(reservation);
    assertLevel(shop.level(product), 5, 0, 5);
  }

  @Test
  void unknownLocationIsRefusedOnEitherSide() {
    shop.receive("", units(product, 5));
    List<String> before = stored(server, shop.clinic());
    assertRefused(Outcome.LOCATION_NOT_FOUND, () -> transfer(moving(product, 1, "", "attic")));
    assertRefused(Outcome.LOCATION_NOT_FOUND, () -> transfer(moving(product, 1, "attic", "")));
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
  }

  @Test
  void moveThereAndBackLeavesEveryUnitInItsLot() {
    shop.receive("", shop.lot(product, "A", 5, 30), shop.lot(product, "B", 5, 60));
    transfer(moving(product, 10, "main", "van"));
    transfer(moving(product, 10, "van", "main"));
    assertThat(shop.level(product).getLocations(0).getOnHand()).isEqualTo(10);
    assertThat(shop.level(product).getLocations(1).getOnHand()).isZero();
    shop.buy(product, 7);
    List<StockMovement> newest = shop.movements(product).subList(0, 2);
    assertThat(shown(newest)).containsExactlyInAnyOrder("A@main -5", "B@main -2");
  }

  @Test
  void outsideEventIsRecordedOnceATenant() {
    shop.receive("", units(product, 5));
    transfer(moving(product, 1, "", "van").setReference("trip"));
    List<String> before = stored(server, shop.clinic());
    assertRefused(
        Outcome.SOURCE_ALREADY_USED,
        () -> transfer(moving(product, 1, "", "van").setReference("trip")));
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
  }

  private TransferStockResponse transfer(TransferStockRequest.Builder request) {
    return shop.stock().transferStock(request.build());
  }
}
