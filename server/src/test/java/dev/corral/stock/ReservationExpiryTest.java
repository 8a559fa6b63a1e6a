package dev.corral.stock;

import static dev.corral.stock.StockCalls.assertLevel;
import static dev.corral.stock.StockCalls.moving;
import static dev.corral.stock.StockCalls.stored;
import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.kernel.Outcome;
import dev.corral.stock.v1.ExtendReservationRequest;
import dev.corral.stock.v1.Reservation;
import dev.corral.stock.v1.ReservationState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What happens when the time of a reservation is over, and how it is moved. */
class ReservationExpiryTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);
  private final String product = shop.product(500, 10);

  @AfterAll
  static void booksAgree() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void expiredUnitsAreFreeForReadersAndWritersAtOnce() {
    Reservation held = shop.reserve(Shop.demand(product, 9));
    assertRefused(Outcome.OUT_OF_STOCK, () -> shop.reserve(Shop.demand(product, 2)));
    shop.expire(held.getReservationId());
    assertLevel(shop.level(product), 10, 0, 0);
    shop.buy(product, 10);
    assertLevel(shop.level(product), 0, 0, 0);
    assertThat(
            assertRefused(Outcome.OUT_OF_STOCK, () -> shop.commit(held.getReservationId()))
                .getMetadataMap())
        .contains(
            Map.entry("product_id", product), Map.entry("asked", "9"), Map.entry("available", "0"));
  }

  @Test
  void expiredReservationIsCommittedWhileTheUnitsAreThere() {
    Reservation held = shop.reserve(Shop.demand(product, 9));
    shop.expire(held.getReservationId());
    shop.reserve(Shop.demand(product, 1)); // frees what had expired
    assertLevel(shop.level(product), 10, 1, 0);
    assertThat(shop.commit(held.getReservationId()).getReservation().getState())
        .isEqualTo(ReservationState.RESERVATION_STATE_COMMITTED);
    assertLevel(shop.level(product), 1, 1, 0);
  }

  @Test
  void expiredReservationTakesNothingThatAnotherHolds() {
    Reservation late = shop.reserve(Shop.demand(product, 6));
    shop.expire(late.getReservationId());
    Reservation other = shop.reserve(Shop.demand(product, 5));
    List<String> before = stored(server, shop.clinic());
    assertThat(
            assertRefused(Outcome.OUT_OF_STOCK, () -> shop.commit(late.getReservationId()))
                .getMetadataMap())
        .contains(Map.entry("asked", "6"), Map.entry("available", "5"));
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
    shop.commit(late.getReservationId(), Shop.demand(product, 5));
    shop.commit(other.getReservationId());
    assertLevel(shop.level(product), 0, 0, 0);
    assertThat(shop.release(late.getReservationId()).getState())
        .isEqualTo(ReservationState.RESERVATION_STATE_RELEASED);
  }

  @Test
  void expiredReservationIsReleasedOnceAndFreesNothingTwice() {
    Reservation held = shop.reserve(Shop.demand(product, 6));
    shop.expire(held.getReservationId());
    shop.reserve(Shop.demand(product, 10));
    shop.release(held.getReservationId());
    assertLevel(shop.level(product), 10, 10, 0);
  }

  @Test
  void otherProductsOfAnExpiredReservationAreFreeToo() {
    String second = shop.product(500, 4);
    Reservation held = shop.reserve(Shop.demand(product, 6), Shop.demand(second, 4));
    shop.expire(held.getReservationId());
    shop.location("van");
    shop.stock().transferStock(moving(second, 4, "", "van").build());
    assertLevel(shop.level(second), 4, 0, 0);
    assertLevel(shop.level(product), 10, 0, 0);
  }

  @Test
  void extensionCountsFromNowAndMayShorten() {
    Reservation held = shop.reserve(604_800, Shop.demand(product, 6));
    Reservation shorter = extend(held, 60);
    assertUntil(shorter, 60);
    assertUntil(extend(held, 0), 1800);
    assertUntil(extend(held, 604_800), 604_800);
    assertThat(shorter).isEqualTo(held.toBuilder().setExpireTime(shorter.getExpireTime()).build());
    assertLevel(shop.level(product), 10, 6, 0);
  }

  @Test
  void expiredReservationIsNotExtended() {
    Reservation held = shop.reserve(Shop.demand(product, 6));
    shop.expire(held.getReservationId());
    shop.reserve(Shop.demand(product, 1)); // frees what had expired
    List<String> before = stored(server, shop.clinic());
    ErrorInfo refusal = assertRefused(Outcome.RESERVATION_EXPIRED, () -> extend(held, 60));
    Instant expired = Instant.parse(refusal.getMetadataOrThrow("expire_time"));
    assertThat(expired).isBetween(Instant.now().minusSeconds(120), Instant.now());
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
  }

  @Test
  void endedReservationIsNotExtended() {
    Reservation released = shop.reserve(Shop.demand(product, 1));
    shop.release(released.getReservationId());
    assertThat(
            assertRefused(Outcome.RESERVATION_NOT_OPEN, () -> extend(released, 60))
                .getMetadataMap())
        .containsExactly(Map.entry("state", "RELEASED"));
  }

  private Reservation extend(Reservation reservation, int seconds) {
    return shop.stock()
        .extendReservation(
            ExtendReservationRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setReservationId(reservation.getReservationId())
                .setTtlSeconds(seconds)
                .build())
        .getReservation();
  }

  private static void assertUntil(Reservation reservation, long seconds) {
    Duration left = Duration.between(Instant.now(), Clinic.instant(reservation.getExpireTime()));
    assertThat(left).isBetween(Duration.ofSeconds(seconds - 30), Duration.ofSeconds(seconds + 5));
  }
}
