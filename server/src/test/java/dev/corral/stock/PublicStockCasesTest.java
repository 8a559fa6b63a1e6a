package dev.corral.stock;

import static dev.corral.stock.StockCalls.assertLevel;
import static dev.corral.stock.StockCalls.shown;
import static dev.corral.stock.StockCalls.stored;
import static dev.corral.stock.StockCalls.units;
import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.kernel.Outcome;
import dev.corral.stock.v1.Reservation;
import dev.corral.stock.v1.ReservationItem;
import dev.corral.stock.v1.StockMovement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What others reported of reserved stock, tried on Corral: an order is a reservation. */
class PublicStockCasesTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server, Clinic.settings(StockCalls.zoneAtNoon()).build());

  @AfterAll
  static void invariantsHold() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  // 055, vendurehq/vendure#1738
  @Test
  void whatAnotherOrderHoldsIsNotAvailable() {
    String product = shop.product(500, 20);
    shop.reserve(Shop.demand(product, 5));
    assertThat(
            assertRefused(
                    Outcome.OUT_OF_STOCK, () -> shop.withClient().reserve(Shop.demand(product, 20)))
                .getMetadataMap())
        .contains(Map.entry("asked", "20"), Map.entry("available", "15"));
  }

  // 057, vendurehq/vendure#2702
  @Test
  void oneUnitIsNotHeldTwiceByOneOrder() {
    String product = shop.product(500, 1);
    List<String> before = stored(server, shop.clinic());
    assertThat(
            assertRefused(
                    Outcome.OUT_OF_STOCK,
                    () -> shop.reserve(Shop.demand(product, 1), Shop.demand(product, 1)))
                .getMetadataMap())
        .contains(Map.entry("asked", "2"), Map.entry("available", "1"));
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
  }

  // 061, hmislk/hmis#19263
  @Test
  void secondOfTwoWhoBillTheSameUnitsIsToldTheShortage() {
    String product = shop.product(500, 4);
    Cart first = shop.set(product, 4);
    Shop second = shop.withClient();
    Cart stale = second.set(product, 4);
    shop.checkout(first);
    List<String> before = stored(server, shop.clinic());
    assertThat(assertRefused(Outcome.OUT_OF_STOCK, () -> second.checkout(stale)).getMetadataMap())
        .contains(Map.entry("asked", "4"), Map.entry("available", "0"));
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
    assertThat(second.cart().getLines(0).getQuantity()).isEqualTo(4);
  }

  // 083, vendurehq/vendure#4030
  @Test
  void orderTakesWhatAllLocationsHave() {
    shop.location("van");
    String product = shop.product(500, 10);
    shop.receive("van", units(product, 3));
    Reservation order = shop.reserve(Shop.demand(product, 13));
    assertThat(held(order)).containsExactly("main 10", "van 3");
    assertLevel(shop.level(product), 13, 13, 0);
  }

  // 085, medusajs/medusa#14987
  @Test
  void noLocationHoldsMoreThanItHas() {
    shop.location("van_a");
    shop.location("van_b");
    String product = shop.product(500, 0);
    shop.receive("van_a", units(product, 2));
    shop.receive("van_b", units(product, 2));
    assertThat(held(shop.reserve(Shop.demand(product, 3)))).containsExactly("van_a 2", "van_b 1");
    assertThat(shop.level(product).getLocationsList())
        .allSatisfy(l -> assertThat(l.getReserved()).isLessThanOrEqualTo(l.getOnHand()));
    assertThat(held(shop.reserve(Shop.demand(product, 1)))).containsExactly("van_b 1");
  }

  // 087, microsoftarchive/cqrs-journey#274
  @Test
  void holdThatRunsOutIsFreeBeforeTheNextIsAsked() {
    String product = shop.product(500, 10);
    Reservation held = shop.reserve(Shop.demand(product, 9));
    assertRefused(Outcome.OUT_OF_STOCK, () -> shop.reserve(Shop.demand(product, 2)));
    shop.expire(held.getReservationId());
    assertThat(shop.level(product).getAvailable()).isEqualTo(10);
    shop.withClient().reserve(Shop.demand(product, 2));
    assertLevel(shop.level(product), 10, 2, 0);
  }

  // 089, Shopify/mobile-buy-sdk-ios#644
  @Test
  void othersSeeTheUnitsOfAReleasedHoldAtOnce() {
    String product = shop.product(500, 1);
    Shop other = shop.withClient();
    Reservation held = shop.reserve(Shop.demand(product, 1));
    assertThat(Shop.problems(other.set(product, 1))).containsExactly("OUT_OF_STOCK");
    shop.release(held.getReservationId());
    assertThat(Shop.problems(other.cart())).isEmpty();
    other.checkout(other.cart());
  }

  // 093, AnthropicBots/compressor#1215
  @Test
  void commitTakesUnitsAndNotRows() {
    String product = shop.product(500, 10);
    StockMovement sale =
        shop.commit(shop.reserve(Shop.demand(product, 3)).getReservationId()).getMovements(0);
    assertThat(sale.getQuantity()).isEqualTo(-3);
    assertLevel(shop.level(product), 7, 0, 0);
  }

  // 095, GaturaN/wave-sync-hypa#238
  @Test
  void lotOfTodayIsHeldAndHandedOutByOneRule() {
    String product = shop.product(500, 0);
    shop.receive("", shop.lot(product, "TODAY", 2, 0));
    Reservation held = shop.reserve(Shop.demand(product, 2));
    assertThat(shown(shop.commit(held.getReservationId()).getMovementsList()))
        .containsExactly("TODAY@main -2");
  }

  private static List<String> held(Reservation reservation) {
    return reservation.getItemsList().stream()
        .map((ReservationItem i) -> i.getLocationId() + " " + i.getQuantity())
        .toList();
  }
}
