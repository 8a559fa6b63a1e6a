package dev.corral.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.kernel.Outcome;
import dev.corral.stock.v1.AdjustStockRequest;
import dev.corral.stock.v1.AdjustStockResponse;
import dev.corral.stock.v1.CommitReservationResponse;
import dev.corral.stock.v1.CountedQuantity;
import dev.corral.stock.v1.ReceiveStockRequest;
import dev.corral.stock.v1.ReceiveStockResponse;
import dev.corral.stock.v1.Reservation;
import dev.corral.stock.v1.StockReason;
import dev.corral.stock.v1.StockReceipt;
import dev.corral.stock.v1.TransferStockRequest;
import dev.corral.testing.Race;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that want the same units at once. */
class StockRaceTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);

  @AfterEach
  void nothingIsOutOfStep() {
    assertThat(server.violatedInvariants()).isEmpty();
  }

  // django-oscar/django-oscar#2102
  @Test
  void unitsThatManyReserveAtOnceAreAllCounted() {
    String product = shop.product(100, 100);
    Race<Reservation> race = Race.of(60, i -> shop.reserve(Shop.demand(product, 2)));
    race.hasWinners(50, Outcome.OUT_OF_STOCK);
    assertThat(shop.level(product).getReserved()).isEqualTo(100);
    assertThat(shop.level(product).getAvailable()).isZero();
  }

  @Test
  void reservationsOfSeveralProductsInAnyOrderDoNotDeadlock() {
    List<String> products =
        IntStream.range(0, 4).mapToObj(i -> shop.product(100, 100_000)).toList();
    for (int round = 0; round < 20; round++) {
      Race<Reservation> race =
          Race.of(
              40,
              i ->
                  shop.reserve(
                      Shop.demand(products.get(i % 4), 1),
                      Shop.demand(products.get((i + 1 + i % 3) % 4), 1)));
      race.hasWinners(40, Outcome.OUT_OF_STOCK);
    }
    long reserved = products.stream().mapToLong(p -> shop.level(p).getReserved()).sum();
    assertThat(reserved).isEqualTo(20 * 40 * 2);
  }

  /** The time of a reservation ends, somebody else wants its unit, and it is committed: at once. */
  @Test
  void expiryAgainstCommitGivesTheUnitToExactlyOne() {
    String product = shop.clinic().product(Clinic.tablets(100));
    for (int round = 0; round < 1_000; round++) {
      shop.receive(product, 1);
      String reservation = shop.reserve(Shop.demand(product, 1)).getReservationId();
      shop.expire(reservation);
      Race<Object> race =
          Race.of(
              2, i -> i == 0 ? shop.commit(reservation) : shop.reserve(Shop.demand(product, 1)));
      race.hasWinners(1, Outcome.OUT_OF_STOCK);
      if (race.winners().getFirst() instanceof Reservation) {
        String other = ((Reservation) race.winners().getFirst()).getReservationId();
        shop.commit(other);
      }
      assertThat(shop.level(product).getOnHand()).isZero();
    }
  }

  // interledger/rafiki#223: of capture and expiry exactly one wins
  @Test
  void reservationEndsOnce() {
    String product = shop.product(100, 1_000);
    int committed = 0;
    for (int round = 0; round < 200; round++) {
      String reservation = shop.reserve(Shop.demand(product, 3)).getReservationId();
      Race<Object> race =
          Race.of(4, i -> i % 2 == 0 ? shop.commit(reservation) : shop.release(reservation));
      race.hasWinners(1, Outcome.RESERVATION_NOT_OPEN);
      committed += race.winners().getFirst() instanceof CommitReservationResponse ? 1 : 0;
    }
    assertThat(shop.level(product).getOnHand()).isEqualTo(1_000 - 3L * committed);
    assertThat(shop.level(product).getReserved()).isZero();
  }

  @Test
  void transfersInOppositeDirectionsKeepTheSum() {
    shop.location("van");
    String product = shop.product(100, 50);
    shop.receive("van", StockReceipt.newBuilder().setProductId(product).setQuantity(50));
    Race.of(40, i -> transfer(product, i % 2 == 0 ? "" : "van", i % 2 == 0 ? "van" : ""))
        .hasWinners(40, Outcome.OUT_OF_STOCK);
    assertThat(shop.level(product).getOnHand()).isEqualTo(100);
    assertThat(shop.level(product).getLocationsList())
        .allSatisfy(location -> assertThat(location.getOnHand()).isEqualTo(50));
  }

  @Test
  void countNeverErasesASale() {
    String product = shop.product(100, 1_000);
    for (int round = 0; round < 50; round++) {
      long seen = shop.level(product).getOnHand();
      Shop buyer = shop;
      Race<Object> race =
          Race.of(2, i -> i == 0 ? count(product, seen, seen + 5) : buyer.buy(product, 1));
      long counted = race.refusals().isEmpty() ? 5 : 0;
      assertThat(race.refusals()).isIn(Map.of(), Map.of("STALE_QUANTITY", 1));
      assertThat(shop.level(product).getOnHand()).isEqualTo(seen - 1 + counted);
    }
  }

  // YosemiteCrew/Yosemite-Crew PR#3254
  @Test
  void unitsComeBackOnce() {
    String product = shop.product(100, 6);
    shop.buy(product, 6);
    String movement = shop.movements(product).getFirst().getMovementId();
    Race<AdjustStockResponse> race = Race.of(10, i -> giveBack(product, movement, 4));
    race.hasWinners(1, Outcome.RETURN_TOO_LARGE);
    assertThat(shop.level(product).getOnHand()).isEqualTo(4);
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
    for (int round = 0; round < 30; round++) {
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
    return shop.stock()
        .transferStock(
            TransferStockRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setProductId(product)
                .setQuantity(1)
                .setFromLocationId(from)
                .setToLocationId(to)
                .build());
  }

  private Object count(String product, long seen, long counted) {
    return shop.stock()
        .adjustStock(
            AdjustStockRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setProductId(product)
                .setCounted(CountedQuantity.newBuilder().setSeen(seen).setQuantity(counted))
                .setReason(StockReason.STOCK_REASON_COUNT)
                .build());
  }

  private AdjustStockResponse giveBack(String product, String movement, long units) {
    return shop.stock()
        .adjustStock(
            AdjustStockRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setProductId(product)
                .setDifference(units)
                .setReason(StockReason.STOCK_REASON_RETURN)
                .setReturnedMovementId(movement)
                .build());
  }
}
