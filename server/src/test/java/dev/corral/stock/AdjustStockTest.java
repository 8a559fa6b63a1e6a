package dev.corral.stock;

import static dev.corral.stock.StockCalls.adjusting;
import static dev.corral.stock.StockCalls.assertLevel;
import static dev.corral.stock.StockCalls.counting;
import static dev.corral.stock.StockCalls.returning;
import static dev.corral.stock.StockCalls.stored;
import static dev.corral.stock.StockCalls.units;
import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Order;
import dev.corral.kernel.Outcome;
import dev.corral.stock.v1.AdjustStockRequest;
import dev.corral.stock.v1.AdjustStockResponse;
import dev.corral.stock.v1.StockMovement;
import dev.corral.stock.v1.StockReason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Corrections: by a difference, by a count, by what is brought back. */
class AdjustStockTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);
  private final String product = shop.product(500, 10);

  @AfterAll
  static void booksAgree() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void eachReasonIsKeptWithItsMovement() {
    for (StockReason reason :
        List.of(
            StockReason.STOCK_REASON_COUNT,
            StockReason.STOCK_REASON_DAMAGE,
            StockReason.STOCK_REASON_THEFT,
            StockReason.STOCK_REASON_EXPIRY,
            StockReason.STOCK_REASON_CORRECTION,
            StockReason.STOCK_REASON_OTHER)) {
      AdjustStockResponse adjusted =
          adjust(adjusting(product, -1).setReason(reason).setNote(reason.name()));
      assertThat(adjusted.getMovement().getReason()).isEqualTo(reason);
      assertThat(adjusted.getMovement().getNote()).isEqualTo(reason.name());
      assertThat(adjusted.getMovement().getQuantity()).isEqualTo(-1);
      assertThat(adjusted.getLevel()).isEqualTo(shop.level(product));
      assertThat(shop.movements(product).getFirst()).isEqualTo(adjusted.getMovement());
    }
    assertLevel(shop.level(product), 4, 0, 0);
  }

  @Test
  void differenceAndSaleAddUp() {
    shop.buy(product, 3);
    adjust(adjusting(product, -2));
    adjust(adjusting(product, 6));
    assertLevel(shop.level(product), 11, 0, 0);
  }

  @Test
  void moreThanIsOnHandIsNotTakenOff() {
    String never = shop.product(1, 0);
    List<String> before = stored(server, shop.clinic());
    ErrorInfo refusal = assertRefused(Outcome.OUT_OF_STOCK, () -> adjust(adjusting(product, -11)));
    assertThat(refusal.getMetadataMap())
        .contains(Map.entry("asked", "11"), Map.entry("available", "10"));
    assertThat(
            assertRefused(Outcome.OUT_OF_STOCK, () -> adjust(adjusting(never, -1)))
                .getMetadataMap())
        .contains(Map.entry("asked", "1"), Map.entry("available", "0"));
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
    adjust(adjusting(product, -10));
    assertLevel(shop.level(product), 0, 0, 0);
  }

  @Test
  void countAgainstAnOldQuantityIsRefused() {
    adjust(counting(product, 10, 8));
    assertLevel(shop.level(product), 8, 0, 0);
    shop.buy(product, 1);
    List<String> before = stored(server, shop.clinic());
    ErrorInfo refusal =
        assertRefused(Outcome.STALE_QUANTITY, () -> adjust(counting(product, 8, 8)));
    assertThat(refusal.getMetadataMap()).containsExactly(Map.entry("on_hand", "7"));
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
    assertThat(adjust(counting(product, 7, 12)).getMovement().getQuantity()).isEqualTo(5);
    assertThat(adjust(counting(product, 12, 0)).getMovement().getQuantity()).isEqualTo(-12);
    assertLevel(shop.level(product), 0, 0, 0);
  }

  @Test
  void countOfWhatIsThereChangesNothing() {
    AdjustStockRequest.Builder same = counting(product, 10, 10).setReference("count 1");
    AdjustStockResponse adjusted = adjust(same);
    assertThat(adjusted.hasMovement()).isFalse();
    assertLevel(adjusted.getLevel(), 10, 0, 0);
    assertThat(shop.movements(product)).hasSize(1);
    assertThat(adjust(counting(shop.product(1, 0), 0, 0)).hasMovement()).isFalse();
    adjust(adjusting(product, 1).setReference("count 1")); // nothing was recorded for it
  }

  @Test
  void onlyTheLotAtTheLocationIsCounted() {
    shop.location("van");
    shop.receive("", shop.lot(product, "A", 4, 30));
    shop.receive("van", shop.lot(product, "A", 6, 30));
    StockMovement found =
        adjust(counting(product, 6, 5).setLotCode("A").setLocationId("van")).getMovement();
    assertThat(found.getLotCode()).isEqualTo("A");
    assertThat(found.getLocationId()).isEqualTo("van");
    assertThat(found.getQuantity()).isEqualTo(-1);
    assertThat(adjust(counting(product, 0, 2).setLocationId("van")).getMovement().getLotCode())
        .isEmpty();
    assertLevel(shop.level(product), 21, 0, 0);
    assertRefused(Outcome.LOT_NOT_FOUND, () -> adjust(adjusting(product, 1).setLotCode("B")));
    assertRefused(
        Outcome.LOCATION_NOT_FOUND, () -> adjust(adjusting(product, 1).setLocationId("attic")));
  }

  @Test
  void firstUnitsOfAProductMayBeFound() {
    String found = shop.product(1, 0);
    assertLevel(adjust(adjusting(found, 3)).getLevel(), 3, 0, 0);
    String counted = shop.product(1, 0);
    assertLevel(adjust(counting(counted, 0, 4)).getLevel(), 4, 0, 0);
  }

  @Test
  void reservedUnitsAreNotTakenOff() {
    shop.reserve(Shop.demand(product, 7));
    List<String> before = stored(server, shop.clinic());
    for (AdjustStockRequest.Builder request :
        List.of(adjusting(product, -4), counting(product, 10, 6))) {
      assertThat(assertRefused(Outcome.STOCK_RESERVED, () -> adjust(request)).getMetadataMap())
          .containsOnly(Map.entry("on_hand", "10"), Map.entry("reserved", "7"));
    }
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
    adjust(adjusting(product, -3));
    assertLevel(shop.level(product), 7, 7, 0);
  }

  @Test
  void expiredReservationDoesNotStandInTheWay() {
    shop.expire(shop.reserve(Shop.demand(product, 7)).getReservationId());
    adjust(adjusting(product, -10));
    assertLevel(shop.level(product), 0, 0, 0);
  }

  @Test
  void returnGoesBackToItsLotAndLocation() {
    shop.location("van");
    String only = shop.product(500, 0);
    shop.receive("van", shop.lot(only, "A", 5, 30));
    Order order = shop.buy(only, 4);
    StockMovement sale = shop.movements(only).getFirst();
    assertThat(sale.getSourceId()).isEqualTo(order.getInvoiceId());

    StockMovement back = adjust(returning(sale, 3)).getMovement();

    assertThat(back.getReturnedMovementId()).isEqualTo(sale.getMovementId());
    assertThat(back.getClientId()).isEqualTo(shop.client());
    assertThat(back.getLotCode()).isEqualTo("A");
    assertThat(back.getLocationId()).isEqualTo("van");
    assertThat(back.getReason()).isEqualTo(StockReason.STOCK_REASON_RETURN);
    assertLevel(shop.level(only), 4, 0, 0);
    assertThat(
            assertRefused(Outcome.RETURN_TOO_LARGE, () -> adjust(returning(sale, 2)))
                .getMetadataMap())
        .containsExactly(Map.entry("returnable", "1"));
    adjust(returning(sale, 1));
    assertThat(
            assertRefused(Outcome.RETURN_TOO_LARGE, () -> adjust(returning(sale, 1)))
                .getMetadataMap())
        .containsExactly(Map.entry("returnable", "0"));
    assertLevel(shop.level(only), 5, 0, 0);
  }

  @Test
  void onlyWhatWasHandedOutOfTheProductIsReturned() {
    StockMovement receipt = shop.movements(product).getFirst();
    shop.buy(product, 2);
    StockMovement sale = shop.movements(product).getFirst();
    StockMovement back = adjust(returning(sale, 1)).getMovement();
    String other = shop.product(500, 1);
    for (AdjustStockRequest.Builder request :
        List.of(
            returning(receipt, 1),
            returning(back, 1),
            returning(sale, 1).setProductId(other),
            returning(sale, 1).setReturnedMovementId(Clinic.newId()))) {
      assertRefused(Outcome.MOVEMENT_NOT_FOUND, () -> adjust(request));
    }
    Shop neighbour = Shop.open(server);
    assertRefused(
        Outcome.MOVEMENT_NOT_FOUND,
        () ->
            neighbour
                .stock()
                .adjustStock(returning(sale, 1).setProductId(neighbour.product(1, 1)).build()));
  }

  @Test
  void outsideEventIsRecordedOnceATenant() {
    shop.stock()
        .receiveStock(StockCalls.receiving(units(product, 1)).setReference("note 1").build());
    List<String> before = stored(server, shop.clinic());
    assertRefused(
        Outcome.SOURCE_ALREADY_USED, () -> adjust(adjusting(product, -1).setReference("note 1")));
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
  }

  private AdjustStockResponse adjust(AdjustStockRequest.Builder request) {
    return shop.stock().adjustStock(request.build());
  }
}
