package dev.corral.stock;

import static dev.corral.stock.StockCalls.adjusting;
import static dev.corral.stock.StockCalls.assertLevel;
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
import dev.corral.stock.v1.BatchGetStockLevelsRequest;
import dev.corral.stock.v1.RecallLotRequest;
import dev.corral.stock.v1.ReceiveStockRequest;
import dev.corral.stock.v1.ReserveStockRequest;
import dev.corral.stock.v1.StockServiceGrpc.StockServiceBlockingStub;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The least and the most that a request of StockService may ask for, and one beyond. */
class StockLimitsTest {

  private static final long MOST = 1_000_000_000;
  private static final List<Long> NOT_A_QUANTITY =
      List.of(0L, -1L, -MOST, MOST + 1, Long.MAX_VALUE, Long.MIN_VALUE);

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);
  private final StockServiceBlockingStub stock = shop.stock();
  private final String product = shop.product(500, 10);
  private final List<String> before = stored(server, shop.clinic());

  @Test
  void quantityIsFromOneToABillion() {
    for (long quantity : NOT_A_QUANTITY) {
      assertViolated(
          "items[1].quantity",
          () -> stock.receiveStock(receiving(units(product, 1), units(product, quantity)).build()));
      assertViolated(
          "items[0].quantity",
          () -> stock.reserveStock(reserving(Shop.demand(product, quantity)).build()));
      assertViolated(
          "items[0].quantity",
          () ->
              stock.commitReservation(
                  committing(Clinic.newId(), Shop.demand(product, quantity)).build()));
      assertViolated(
          "quantity", () -> stock.transferStock(moving(product, quantity, "", "van").build()));
    }
  }

  @Test
  void differenceIsUpToABillionEitherWayAndNotNothing() {
    for (long difference : List.of(0L, -MOST - 1, MOST + 1, Long.MAX_VALUE, Long.MIN_VALUE)) {
      assertViolated("difference", () -> stock.adjustStock(adjusting(product, difference).build()));
    }
    for (long counted : List.of(-1L, MOST + 1, Long.MAX_VALUE)) {
      assertViolated(
          "counted.quantity", () -> stock.adjustStock(counting(product, 10, counted).build()));
    }
    assertViolated("counted.seen", () -> stock.adjustStock(counting(product, -1, 1).build()));
    assertViolated(
        "change", () -> stock.adjustStock(adjusting(product, 1).clearDifference().build()));
  }

  @Test
  void billionsAreAddedUpWithoutOverflow() {
    ReceiveStockRequest.Builder delivery =
        receiving().addAllItems(Collections.nCopies(50, units(product, MOST).build()));
    assertLevel(stock.receiveStock(delivery.build()).getLevels(0), 50 * MOST + 10, 0, 0);
    ReserveStockRequest.Builder most =
        reserving().addAllItems(Collections.nCopies(50, Shop.demand(product, MOST).build()));
    String id = stock.reserveStock(most.build()).getReservation().getReservationId();
    assertLevel(shop.level(product), 50 * MOST + 10, 50 * MOST, 0);
    assertThat(
            assertRefused(
                    Outcome.OUT_OF_STOCK,
                    () -> stock.reserveStock(most.setRequestId(Clinic.newId()).build()))
                .getMetadataMap())
        .containsEntry("asked", "50000000000")
        .containsEntry("available", "10");
    assertThat(shop.commit(id).getMovements(0).getQuantity()).isEqualTo(-50 * MOST);
    assertThat(
            assertRefused(
                    Outcome.OUT_OF_STOCK,
                    () -> stock.adjustStock(adjusting(product, -MOST).build()))
                .getMetadataMap())
        .containsEntry("available", "10");
    assertThat(server.violatedInvariants())
        .filteredOn(v -> v.startsWith(shop.clinic().tenantId()))
        .isEmpty();
  }

  @Test
  void callHasOneToFiftyItems() {
    for (int count : List.of(0, 51)) {
      assertViolated(
          "items",
          () ->
              stock.receiveStock(
                  receiving()
                      .addAllItems(Collections.nCopies(count, units(product, 1).build()))
                      .build()));
      assertViolated(
          "items",
          () ->
              stock.reserveStock(
                  reserving()
                      .addAllItems(Collections.nCopies(count, Shop.demand(product, 1).build()))
                      .build()));
    }
    assertViolated(
        "items",
        () ->
            stock.commitReservation(
                committing(Clinic.newId())
                    .addAllItems(Collections.nCopies(51, Shop.demand(product, 1).build()))
                    .build()));
    List<String> many = IntStream.range(0, 101).mapToObj(i -> Clinic.newId()).toList();
    for (List<String> ids : List.of(List.<String>of(), many, List.of(product, product))) {
      assertViolated(
          "product_ids",
          () ->
              stock.batchGetStockLevels(
                  BatchGetStockLevelsRequest.newBuilder().addAllProductIds(ids).build()));
    }
  }

  @Test
  void textsAndTimesHaveTheirLimits() {
    String long101 = "x".repeat(101);
    String long501 = "x".repeat(501);
    assertViolated(
        "reference",
        () -> stock.receiveStock(receiving(units(product, 1)).setReference(long101).build()));
    assertViolated(
        "lot_code", () -> stock.adjustStock(adjusting(product, 1).setLotCode(long101).build()));
    assertViolated(
        "note", () -> stock.transferStock(moving(product, 1, "", "van").setNote(long501).build()));
    for (int seconds : List.of(-1, 604_801, Integer.MAX_VALUE)) {
      assertViolated(
          "ttl_seconds",
          () ->
              stock.reserveStock(
                  reserving(Shop.demand(product, 1)).setTtlSeconds(seconds).build()));
    }
    for (String reason : List.of("", long501)) {
      assertViolated(
          "reason",
          () ->
              stock.recallLot(
                  RecallLotRequest.newBuilder()
                      .setRequestId(Clinic.newId())
                      .setProductId(product)
                      .setReason(reason)
                      .build()));
    }
  }

  /**
   * Asserts that a call is refused for one field, or, with "", for the whole, and stores nothing.
   */
  private void assertViolated(String field, ThrowingCallable call) {
    assertThat(violatedFields(call)).containsExactly(field);
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
  }
}
