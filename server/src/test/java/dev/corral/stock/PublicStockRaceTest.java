package dev.corral.stock;

import static dev.corral.stock.StockCalls.assertLevel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.kernel.Outcome;
import dev.corral.stock.v1.Reservation;
import dev.corral.stock.v1.StockDemand;
import dev.corral.testing.Race;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What others reported of orders that are placed together, tried on Corral. */
class PublicStockRaceTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);

  @AfterAll
  static void invariantsHold() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  // 063, django-oscar/django-oscar#2102
  @Test
  void twoOrdersAtOnceHoldTwo() {
    String product = shop.product(500, 10);
    Race.of(2, i -> shop.reserve(Shop.demand(product, 1))).hasWinners(2, Outcome.OUT_OF_STOCK);
    assertLevel(shop.level(product), 10, 2, 0);
  }

  // 055, vendurehq/vendure#1738, with every order at once
  @Test
  void noMoreIsHeldThanThereIs() {
    String product = shop.product(500, 20);
    Race.of(8, i -> shop.reserve(Shop.demand(product, 5))).hasWinners(4, Outcome.OUT_OF_STOCK);
    assertLevel(shop.level(product), 20, 20, 0);
  }

  // 079, medusajs/medusa#12401, with every call at once
  @Test
  void reservationEndsOnce() {
    String product = shop.product(500, 10);
    String order = shop.reserve(Shop.demand(product, 4)).getReservationId();
    Race.of(6, i -> i % 2 == 0 ? shop.release(order) : shop.commit(order).getReservation())
        .hasWinners(1, Outcome.RESERVATION_NOT_OPEN);
    assertThat(shop.level(product).getReserved()).isZero();
    assertThat(shop.level(product).getOnHand()).isIn(6L, 10L);
  }

  @Test
  void reservationsOfSeveralProductsInAnyOrderDoNotBlockEachOther() {
    StockDemand.Builder[] demand =
        IntStream.range(0, 4)
            .mapToObj(i -> Shop.demand(shop.product(500, 40), 1))
            .toArray(StockDemand.Builder[]::new);
    Race<Reservation> race =
        Race.of(
            40,
            i ->
                i % 2 == 0
                    ? shop.reserve(demand[0], demand[1], demand[2], demand[3])
                    : shop.reserve(demand[3], demand[2], demand[1], demand[0]));
    race.hasWinners(40, Outcome.OUT_OF_STOCK);
    for (StockDemand.Builder each : demand) {
      assertLevel(shop.level(each.getProductId()), 40, 40, 0);
    }
  }
}
