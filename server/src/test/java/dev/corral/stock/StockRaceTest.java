package dev.corral.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.kernel.Outcome;
import dev.corral.stock.v1.ReceiveStockRequest;
import dev.corral.stock.v1.ReceiveStockResponse;
import dev.corral.stock.v1.StockMovement;
import dev.corral.stock.v1.StockReceipt;
import dev.corral.stock.v1.StockServiceGrpc.StockServiceBlockingStub;
import dev.corral.testing.Race;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Calls that want the same units at once. */
class StockRaceTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);

  @AfterAll
  static void nothingIsOutOfStep() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void transfersInOppositeDirectionsKeepTheSum() {
    shop.location("van");
    String product = shop.product(100, 50);
    shop.receive("van", StockReceipt.newBuilder().setProductId(product).setQuantity(50));
    for (int round = 0; round < Race.rounds(10); round++) {
      Race.of(40, i -> transfer(product, i % 2 == 0 ? "" : "van", i % 2 == 0 ? "van" : ""))
          .hasWinners(40, Outcome.OUT_OF_STOCK);
    }
    assertThat(shop.level(product).getOnHand()).isEqualTo(100);
    assertThat(shop.level(product).getLocationsList())
        .allSatisfy(location -> assertThat(location.getOnHand()).isEqualTo(50));
  }

  /** A count is made against what was seen: a sale meanwhile refuses it, and is never undone. */
  @Test
  void countNeverErasesASale() {
    String product = shop.product(100, 1_000);
    for (int round = 0; round < Race.rounds(20); round++) {
      long seen = shop.level(product).getOnHand();
      Cart cart = shop.set(product, 1);
      Race<Object> race =
          Race.of(2, i -> i == 0 ? count(product, seen, seen + 5) : shop.checkout(cart));
      assertThat(race.refusals()).isIn(Map.of(), Map.of("STALE_QUANTITY", 1));
      long counted = race.refusals().isEmpty() ? 5 : 0;
      assertThat(shop.level(product).getOnHand()).isEqualTo(seen - 1 + counted);
    }
  }

  @Test
  void countsOfOneQuantityAtOnceAreOneCount() {
    String product = shop.product(100, 10);
    for (int round = 0; round < Race.rounds(20); round++) {
      long seen = 10 + round;
      Race.of(5, i -> count(product, seen, seen + 1)).hasWinners(1, Outcome.STALE_QUANTITY);
      assertThat(shop.level(product).getOnHand()).isEqualTo(seen + 1);
    }
  }

  @Test
  void differencesOfManyAtOnceAreAllCounted() {
    String product = shop.product(100, 100);
    Race.of(
            50,
            i ->
                shop.stock()
                    .adjustStock(StockCalls.adjusting(product, i % 2 == 0 ? 3 : -1).build()))
        .hasWinners(50, Outcome.OUT_OF_STOCK);
    assertThat(shop.level(product).getOnHand()).isEqualTo(100 + 25 * 3 - 25);
  }

  // 097, YosemiteCrew/Yosemite-Crew PR#3254
  @Test
  void unitsComeBackOnce() {
    for (int round = 0; round < Race.rounds(20); round++) {
      String product = shop.product(100, 6);
      shop.buy(product, 6);
      StockMovement sale = shop.movements(product).getFirst();
      int units = round % 2 == 0 ? 6 : 4;
      Race.of(
              round % 2 == 0 ? 2 : 10,
              i -> shop.stock().adjustStock(StockCalls.returning(sale, units).build()))
          .hasWinners(1, Outcome.RETURN_TOO_LARGE);
      assertThat(shop.level(product).getOnHand()).isEqualTo(units);
    }
  }

  @Test
  void eventThatCallsOfEveryKindReportAtOnceIsRecordedOnce() {
    shop.location("van");
    String product = shop.product(100, 1_000);
    for (int round = 0; round < Race.rounds(20); round++) {
      String event = "event " + round;
      String held = shop.reserve(Shop.demand(product, 1)).getReservationId();
      Race.of(7, i -> report(i % 4, event, product, held))
          .hasWinners(1, Outcome.SOURCE_ALREADY_USED);
      assertThat(shop.movements(product))
          .filteredOn(movement -> movement.getReference().equals(event))
          .extracting(StockMovement::getReason)
          .hasSizeBetween(1, 2) // a transfer has two
          .containsOnly(shop.movements(product).getFirst().getReason());
    }
  }

  @Test
  void deliveryNoteIsBookedOnce() {
    List<String> products = IntStream.range(0, 10).mapToObj(i -> shop.product(100, 0)).toList();
    Race<ReceiveStockResponse> race =
        Race.of(
            10,
            i ->
                shop.stock()
                    .receiveStock(
                        ReceiveStockRequest.newBuilder()
                            .setRequestId(Clinic.newId())
                            .setReference("note 7")
                            .addItems(
                                StockReceipt.newBuilder()
                                    .setProductId(products.get(i))
                                    .setQuantity(1))
                            .build()));
    race.hasWinners(1, Outcome.SOURCE_ALREADY_USED);
    long onHand = products.stream().mapToLong(p -> shop.level(p).getOnHand()).sum();
    assertThat(onHand).isEqualTo(1);
  }

  @Test
  void firstDeliveriesInOppositeOrderDoNotDeadlock() {
    for (int round = 0; round < Race.rounds(30); round++) {
      String one = shop.product(100, 0);
      String two = shop.product(100, 0);
      Race.of(
              6,
              i ->
                  shop.receive(
                      "", receipt(i % 2 == 0 ? one : two), receipt(i % 2 == 0 ? two : one)))
          .hasWinners(6, Outcome.SOURCE_ALREADY_USED);
      assertThat(shop.level(one).getOnHand()).isEqualTo(6);
      assertThat(shop.level(two).getOnHand()).isEqualTo(6);
    }
  }

  private static StockReceipt.Builder receipt(String product) {
    return StockReceipt.newBuilder().setProductId(product).setQuantity(1).setLotCode("L");
  }

  private Object transfer(String product, String from, String to) {
    return shop.stock().transferStock(StockCalls.moving(product, 1, from, to).build());
  }

  private Object count(String product, long seen, long counted) {
    return shop.stock().adjustStock(StockCalls.counting(product, seen, counted).build());
  }

  private Object report(int kind, String event, String product, String held) {
    StockServiceBlockingStub stock = shop.stock();
    if (kind == 0) {
      return stock.receiveStock(
          StockCalls.receiving(StockCalls.units(product, 1)).setReference(event).build());
    } else if (kind == 1) {
      return stock.adjustStock(StockCalls.adjusting(product, -1).setReference(event).build());
    } else if (kind == 2) {
      return stock.transferStock(
          StockCalls.moving(product, 1, "", "van").setReference(event).build());
    }
    return stock.commitReservation(StockCalls.committing(held).setReference(event).build());
  }
}
