package dev.corral.stock;

import static dev.corral.stock.StockCalls.assertLevel;
import static dev.corral.stock.StockCalls.committing;
import static dev.corral.stock.StockCalls.recall;
import static dev.corral.stock.StockCalls.shown;
import static dev.corral.stock.StockCalls.stored;
import static dev.corral.stock.StockCalls.units;
import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.detail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.kernel.Outcome;
import dev.corral.stock.v1.CommitReservationResponse;
import dev.corral.stock.v1.Reservation;
import dev.corral.stock.v1.ReservationItem;
import dev.corral.stock.v1.ReservationState;
import dev.corral.stock.v1.StockMovement;
import dev.corral.stock.v1.StockReason;
import dev.corral.stock.v1.StockShortage;
import dev.corral.stock.v1.StockShortages;
import dev.corral.testing.Refusals;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How a reservation ends: handed out, in parts or as a whole, or given back. */
class CommitReservationTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);
  private final String product = shop.product(500, 10);

  @AfterAll
  static void booksAgree() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void commitHandsOutWhatWasHeld() {
    Reservation reservation = shop.reserve(Shop.demand(product, 4));
    CommitReservationResponse committed = shop.commit(reservation.getReservationId());

    assertThat(committed.getReservation())
        .isEqualTo(
            reservation.toBuilder()
                .setState(ReservationState.RESERVATION_STATE_COMMITTED)
                .setItems(0, item(product, "main", 4, 0))
                .build());
    StockMovement sale = committed.getMovements(0);
    assertThat(committed.getMovementsList()).containsExactly(sale);
    assertThat(sale).isEqualTo(shop.movements(product).getFirst());
    assertThat(sale.getReason()).isEqualTo(StockReason.STOCK_REASON_SALE);
    assertThat(sale.getQuantity()).isEqualTo(-4);
    assertThat(sale.getClientId()).isEqualTo(shop.client());
    assertThat(sale.getSourceId()).isEqualTo(reservation.getReservationId());
    assertLevel(shop.level(product), 6, 0, 0);
    assertEnded(reservation, "COMMITTED");
  }

  @Test
  void partsAreCommittedUntilNothingRemains() {
    shop.location("van");
    shop.receive("van", units(product, 5));
    String second = shop.product(500, 5);
    String id = shop.reserve(Shop.demand(product, 12), Shop.demand(second, 3)).getReservationId();

    CommitReservationResponse first =
        shop.commit(id, Shop.demand(product, 5), Shop.demand(product, 6));
    assertThat(first.getReservation().getState())
        .isEqualTo(ReservationState.RESERVATION_STATE_OPEN);
    assertThat(first.getReservation().getItemsList())
        .containsExactlyInAnyOrder(
            item(product, "main", 10, 0), item(product, "van", 2, 1), item(second, "main", 3, 3));
    assertThat(shown(first.getMovementsList())).containsExactly("@main -10", "@van -1");
    assertLevel(shop.level(product), 4, 1, 0);

    assertThat(
            assertRefused(
                    Outcome.RESERVATION_TOO_SMALL, () -> shop.commit(id, Shop.demand(product, 2)))
                .getMetadataMap())
        .containsOnly(
            Map.entry("product_id", product), Map.entry("asked", "2"), Map.entry("remaining", "1"));
    assertThat(
            assertRefused(
                    Outcome.RESERVATION_TOO_SMALL,
                    () -> shop.commit(id, Shop.demand(shop.product(1, 9), 1)))
                .getMetadataMap())
        .containsEntry("remaining", "0");

    assertThat(shop.commit(id).getReservation().getState())
        .isEqualTo(ReservationState.RESERVATION_STATE_COMMITTED);
    assertLevel(shop.level(product), 3, 0, 0);
    assertLevel(shop.level(second), 2, 0, 0);
  }

  @Test
  void releaseGivesBackWhatWasNotCommitted() {
    Reservation reservation = shop.reserve(Shop.demand(product, 6));
    shop.commit(reservation.getReservationId(), Shop.demand(product, 2));
    Reservation released = shop.release(reservation.getReservationId());
    assertThat(released.getState()).isEqualTo(ReservationState.RESERVATION_STATE_RELEASED);
    assertThat(released.getItemsList()).containsExactly(item(product, "main", 6, 0));
    assertLevel(shop.level(product), 8, 0, 0);
    assertEnded(reservation, "RELEASED");
  }

  @Test
  void lotThatIsRecalledMeanwhileIsNotHandedOut() {
    String lots = shop.product(500, 0);
    shop.receive("", shop.lot(lots, "A", 3, 30), shop.lot(lots, "B", 2, 60));
    String id = shop.reserve(Shop.demand(lots, 3)).getReservationId();
    recall(shop, lots, "A", true);
    assertThat(shop.level(lots).getAvailable()).isZero(); // 5 - 3 reserved - 3 unusable
    List<String> before = stored(server, shop.clinic());
    assertThat(shortages(() -> shop.commit(id)).getShortagesList())
        .containsExactly(shortage(lots, "main", 3, 2));
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
    assertThat(shown(shop.commit(id, Shop.demand(lots, 2)).getMovementsList()))
        .containsExactly("B@main -2");
    recall(shop, lots, "A", false);
    assertThat(shown(shop.commit(id).getMovementsList())).containsExactly("A@main -1");
  }

  @Test
  void outsideEventIsRecordedOnceATenant() {
    String id = shop.reserve(Shop.demand(product, 6)).getReservationId();
    shop.stock()
        .commitReservation(
            committing(id, Shop.demand(product, 1)).setReference("bag 1").setNote("n").build());
    assertThat(shop.movements(product).getFirst().getReference()).isEqualTo("bag 1");
    assertThat(shop.movements(product).getFirst().getNote()).isEqualTo("n");
    List<String> before = stored(server, shop.clinic());
    assertRefused(
        Outcome.SOURCE_ALREADY_USED,
        () -> shop.stock().commitReservation(committing(id).setReference("bag 1").build()));
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
  }

  @Test
  void reservationOfAnotherClinicIsUnknown() {
    String id = shop.reserve(Shop.demand(product, 6)).getReservationId();
    Shop neighbour = Shop.open(server);
    assertRefused(Outcome.RESERVATION_NOT_FOUND, () -> neighbour.commit(id));
    assertRefused(Outcome.RESERVATION_NOT_FOUND, () -> neighbour.release(id));
  }

  private void assertEnded(Reservation reservation, String state) {
    String id = reservation.getReservationId();
    List<String> before = stored(server, shop.clinic());
    for (Runnable call : List.<Runnable>of(() -> shop.commit(id), () -> shop.release(id))) {
      assertThat(assertRefused(Outcome.RESERVATION_NOT_OPEN, call::run).getMetadataMap())
          .containsExactly(Map.entry("state", state));
    }
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
  }

  private static StockShortages shortages(Runnable call) {
    StatusRuntimeException refusal = catchThrowableOfType(StatusRuntimeException.class, call::run);
    assertThat(Refusals.reason(refusal)).isEqualTo("OUT_OF_STOCK");
    return detail(refusal, StockShortages.class);
  }

  private static ReservationItem item(
      String productId, String locationId, long quantity, long remaining) {
    return ReservationItem.newBuilder()
        .setProductId(productId)
        .setLocationId(locationId)
        .setQuantity(quantity)
        .setRemaining(remaining)
        .build();
  }

  private static StockShortage shortage(
      String productId, String locationId, long asked, long available) {
    return StockShortage.newBuilder()
        .setProductId(productId)
        .setLocationId(locationId)
        .setAsked(asked)
        .setAvailable(available)
        .build();
  }
}
