package dev.corral.stock;

import static dev.corral.stock.StockCalls.adjusting;
import static dev.corral.stock.StockCalls.committing;
import static dev.corral.stock.StockCalls.counting;
import static dev.corral.stock.StockCalls.moving;
import static dev.corral.stock.StockCalls.receiving;
import static dev.corral.stock.StockCalls.reserving;
import static dev.corral.stock.StockCalls.stored;
import static dev.corral.stock.StockCalls.units;
import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.kernel.Outcome;
import dev.corral.stock.v1.AdjustStockRequest;
import dev.corral.stock.v1.ListStockMovementsRequest;
import dev.corral.stock.v1.Location;
import dev.corral.stock.v1.StockReason;
import dev.corral.stock.v1.StockServiceGrpc.StockServiceBlockingStub;
import dev.corral.stock.v1.UpsertLocationRequest;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a request of StockService must say, and what it must not say together. */
class StockRulesTest {

  private static final long MOST = 1_000_000_000;
  private static final List<Long> NOT_A_QUANTITY =
      List.of(0L, -1L, -MOST, MOST + 1, Long.MAX_VALUE, Long.MIN_VALUE);

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);
  private final StockServiceBlockingStub stock = shop.stock();
  private final String product = shop.product(500, 10);
  private final List<String> before = stored(server, shop.clinic());

  @Test
  void idOfALocationIsAShortWordOfSmallLetters() {
    for (String id :
        List.of("a", "Main", "1st", "_x", "a-b", "a b", "a".repeat(41), "a\n", "ñandu")) {
      assertViolated("location.location_id", () -> upsert(id, "Name"));
      assertViolated(
          "location_id",
          () -> stock.receiveStock(receiving(units(product, 1)).setLocationId(id).build()));
      assertViolated(
          "items[0].location_id",
          () -> stock.reserveStock(reserving(Shop.demand(product, 1).setLocationId(id)).build()));
      assertViolated(
          "from_location_id", () -> stock.transferStock(moving(product, 1, id, "").build()));
      assertViolated(
          "location_id",
          () ->
              stock.listStockMovements(
                  ListStockMovementsRequest.newBuilder().setLocationId(id).build()));
    }
    assertViolated("location.location_id", () -> upsert("", "Name"));
    assertViolated("location.display_name", () -> upsert("van", ""));
    upsert("a".repeat(40), "n".repeat(200));
  }

  @Test
  void placesOfATransferDiffer() {
    for (List<String> places :
        List.of(List.of("", ""), List.of("main", ""), List.of("", "main"), List.of("van", "van"))) {
      assertViolated(
          "", () -> stock.transferStock(moving(product, 1, places.get(0), places.get(1)).build()));
    }
  }

  @Test
  void returnNamesAMovementAndNothingElse() {
    AdjustStockRequest valid =
        adjusting(product, 1)
            .setReason(StockReason.STOCK_REASON_RETURN)
            .setReturnedMovementId(Clinic.newId())
            .build();
    assertRefused(Outcome.MOVEMENT_NOT_FOUND, () -> stock.adjustStock(valid));
    for (AdjustStockRequest.Builder faulty :
        List.of(
            valid.toBuilder().clearReturnedMovementId(),
            valid.toBuilder().setReason(StockReason.STOCK_REASON_CORRECTION),
            valid.toBuilder().setDifference(-1),
            valid.toBuilder().setLotCode("A"),
            valid.toBuilder().setLocationId("main"))) {
      assertViolated("", () -> stock.adjustStock(faulty.build()));
    }
    assertViolated(
        "returned_movement_id",
        () -> stock.adjustStock(valid.toBuilder().setReturnedMovementId("x").build()));
  }

  @Test
  void onlyACountOrACorrectionSetsAQuantity() {
    AdjustStockRequest.Builder count = counting(product, 10, 10);
    assertViolated(
        "", () -> stock.adjustStock(count.setReason(StockReason.STOCK_REASON_DAMAGE).build()));
    for (StockReason reason :
        List.of(
            StockReason.STOCK_REASON_UNSPECIFIED,
            StockReason.STOCK_REASON_RECEIPT,
            StockReason.STOCK_REASON_SALE,
            StockReason.STOCK_REASON_TRANSFER)) {
      assertThat(
              violatedFields(
                  () -> stock.adjustStock(adjusting(product, 1).setReason(reason).build())))
          .contains("reason");
    }
    stock.adjustStock(count.setReason(StockReason.STOCK_REASON_CORRECTION).build());
  }

  @Test
  void unitsWithADateHaveALot() {
    assertViolated(
        "items[0]", () -> stock.receiveStock(receiving(shop.lot(product, "", 1, 30)).build()));
    assertViolated(
        "items[0].unit_cost_minor",
        () -> stock.receiveStock(receiving(units(product, 1).setUnitCostMinor(-1)).build()));
  }

  @Test
  void commitNamesNoLocation() {
    assertViolated(
        "items",
        () ->
            stock.commitReservation(
                committing(Clinic.newId(), Shop.demand(product, 1).setLocationId("main")).build()));
  }

  /**
   * Asserts that a call is refused for one field, or, with "", for the whole, and stores nothing.
   */
  private void assertViolated(String field, ThrowingCallable call) {
    assertThat(violatedFields(call)).containsExactly(field);
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
  }

  private void upsert(String locationId, String name) {
    stock.upsertLocation(
        UpsertLocationRequest.newBuilder()
            .setRequestId(Clinic.newId())
            .setLocation(Location.newBuilder().setLocationId(locationId).setDisplayName(name))
            .build());
  }
}
