package dev.corral.stock;

import static dev.corral.stock.StockCalls.assertLevel;
import static dev.corral.stock.StockCalls.reserving;
import static dev.corral.stock.StockCalls.stored;
import static dev.corral.stock.StockCalls.units;
import static dev.corral.testing.Refusals.detail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.stock.v1.Reservation;
import dev.corral.stock.v1.ReservationItem;
import dev.corral.stock.v1.ReservationState;
import dev.corral.stock.v1.StockShortage;
import dev.corral.stock.v1.StockShortages;
import dev.corral.testing.Refusals;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Units that are held: for how long, from where, and every shortage. */
class ReservationsTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);
  private final String product = shop.product(500, 10);

  @AfterAll
  static void booksAgree() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void reservationHoldsForHalfAnHourUnlessToldOtherwise() {
    Reservation reservation =
        shop.stock()
            .reserveStock(
                reserving(Shop.demand(product, 4))
                    .setClientId(shop.client())
                    .setNote("for the afternoon")
                    .build())
            .getReservation();
    assertThat(reservation.getState()).isEqualTo(ReservationState.RESERVATION_STATE_OPEN);
    assertThat(reservation.getClientId()).isEqualTo(shop.client());
    assertThat(reservation.getNote()).isEqualTo("for the afternoon");
    assertThat(reservation.getItemsList()).containsExactly(item(product, "main", 4, 4));
    assertThat(length(reservation)).isBetween(Duration.ofSeconds(1800), Duration.ofSeconds(1830));
    assertLevel(shop.level(product), 10, 4, 0);
    assertThat(length(shop.reserve(604_800, Shop.demand(product, 1))))
        .isGreaterThanOrEqualTo(Duration.ofDays(7));
    assertThat(
            shop.stock()
                .reserveStock(reserving(Shop.demand(product, 1)).build())
                .getReservation()
                .getClientId())
        .isEmpty();
    assertThat(shop.movements(product)).hasSize(1); // nothing has moved
  }

  @Test
  void sameProductInSeveralItemsIsSummed() {
    shop.location("van");
    shop.receive("van", units(product, 5));
    Reservation reservation =
        shop.reserve(
            Shop.demand(product, 3),
            Shop.demand(product, 2).setLocationId("van"),
            Shop.demand(product, 4));
    assertThat(reservation.getItemsList())
        .containsExactly(item(product, "main", 7, 7), item(product, "van", 2, 2));
    List<String> before = stored(server, shop.clinic());
    StockShortages shortages =
        shortages(() -> shop.reserve(Shop.demand(product, 4), Shop.demand(product, 3)));
    assertThat(shortages.getShortagesList()).containsExactly(shortage(product, "", 7, 6));
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
  }

  @Test
  void withoutALocationMainIsTakenFirstThenByName() {
    shop.location("zoo");
    shop.location("annex");
    shop.receive("zoo", units(product, 2));
    shop.receive("annex", units(product, 3));
    assertThat(shop.reserve(Shop.demand(product, 14)).getItemsList())
        .containsExactlyInAnyOrder(
            item(product, "main", 10, 10),
            item(product, "annex", 3, 3),
            item(product, "zoo", 1, 1));
  }

  @Test
  void namedPlaceIsServedBeforeWhatMayComeFromAnywhere() {
    shop.location("van");
    shop.receive("van", units(product, 5));
    assertThat(
            shop.reserve(Shop.demand(product, 6), Shop.demand(product, 9).setLocationId("main"))
                .getItemsList())
        .containsExactly(item(product, "main", 10, 10), item(product, "van", 5, 5));
  }

  @Test
  void everyShortageIsToldAndNothingIsHeld() {
    String second = shop.product(500, 3);
    String third = shop.product(500, 50);
    shop.location("van");
    List<String> before = stored(server, shop.clinic());
    StatusRuntimeException refusal =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                shop.reserve(
                    Shop.demand(product, 11),
                    Shop.demand(third, 50),
                    Shop.demand(second, 1).setLocationId("van"),
                    Shop.demand(second, 4)));
    List<StockShortage> expected =
        Stream.of(
                shortage(product, "", 11, 10),
                shortage(second, "", 4, 3),
                shortage(second, "van", 1, 0))
            .sorted(
                Comparator.comparing(StockShortage::getProductId)
                    .thenComparing(StockShortage::getLocationId))
            .toList();
    assertThat(detail(refusal, StockShortages.class).getShortagesList()).isEqualTo(expected);
    StockShortage first = expected.getFirst();
    assertThat(Refusals.errorInfo(refusal).getMetadataMap())
        .containsOnly(
            Map.entry("product_id", first.getProductId()),
            Map.entry("asked", "" + first.getAsked()),
            Map.entry("available", "" + first.getAvailable()));
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
  }

  private static StockShortages shortages(Runnable call) {
    StatusRuntimeException refusal = catchThrowableOfType(StatusRuntimeException.class, call::run);
    assertThat(Refusals.reason(refusal)).isEqualTo("OUT_OF_STOCK");
    return detail(refusal, StockShortages.class);
  }

  private static Duration length(Reservation reservation) {
    return Duration.between(
        Clinic.instant(reservation.getCreateTime()), Clinic.instant(reservation.getExpireTime()));
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
