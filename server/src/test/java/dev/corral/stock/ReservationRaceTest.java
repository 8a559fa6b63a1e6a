package dev.corral.stock;

import static dev.corral.stock.StockCalls.assertLevel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CheckoutResponse;
import dev.corral.kernel.Outcome;
import dev.corral.stock.v1.AdjustStockResponse;
import dev.corral.stock.v1.BatchGetStockLevelsRequest;
import dev.corral.stock.v1.CommitReservationResponse;
import dev.corral.stock.v1.ExtendReservationRequest;
import dev.corral.stock.v1.Reservation;
import dev.corral.stock.v1.StockLevel;
import dev.corral.stock.v1.StockReceipt;
import dev.corral.testing.Race;
import dev.corral.testing.Sql;
import dev.corral.testing.TestPostgres;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Reservations that meet others, their own end, and the end of their time. */
class ReservationRaceTest {

  private static final int PAIRS = 10;

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);

  @AfterAll
  static void nothingIsOutOfStep() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  // 063, django-oscar/django-oscar#2102
  @Test
  void unitsThatManyReserveAtOnceAreAllCounted() {
    String product = shop.product(100, 100);
    Race<Reservation> race = Race.of(60, i -> shop.reserve(Shop.demand(product, 2)));
    race.hasWinners(50, Outcome.OUT_OF_STOCK);
    assertLevel(shop.level(product), 100, 100, 0);
  }

  // 067, django-oscar/django-oscar PR#4594, for reservations
  @Test
  void reservationsOfSeveralProductsInAnyOrderDoNotDeadlock() {
    List<String> products =
        IntStream.range(0, 4).mapToObj(i -> shop.product(100, 100_000)).toList();
    for (int round = 0; round < Race.rounds(20); round++) {
      Race.of(
              40,
              i ->
                  shop.reserve(
                      Shop.demand(products.get(i % 4), 1),
                      Shop.demand(products.get((i + 1 + i % 3) % 4), 1)))
          .hasWinners(40, Outcome.OUT_OF_STOCK);
    }
    long reserved = products.stream().mapToLong(p -> shop.level(p).getReserved()).sum();
    assertThat(reserved).isEqualTo(Race.rounds(20) * 40L * 2);
  }

  /**
   * The times of ten reservations of the last unit end one after the other while each is committed,
   * somebody else wants its unit, and expired reservations are swept.
   */
  @Test
  void expiryAgainstCommitGivesTheUnitToExactlyOne() {
    List<String> products = products();
    long[] onHand = new long[PAIRS];
    int rounds = Race.rounds(40);
    for (int round = 0; round < rounds; round++) {
      deliverOneOfEach(products);
      List<String> held = reserveEach(products);
      endOneAfterTheOther(held);
      Race<Integer> race =
          Race.of(
              2 * PAIRS + 1,
              i -> {
                if (i == 2 * PAIRS) {
                  return sweep();
                } else if (i % 2 == 0) {
                  shop.commit(held.get(i / 2));
                } else {
                  shop.reserve(Shop.demand(products.get(i / 2), 1));
                }
                return i;
              });
      assertThat(race.refusals()).isEqualTo(Map.of("OUT_OF_STOCK", PAIRS));
      List<Integer> winners = new ArrayList<>(race.winners());
      winners.remove(Integer.valueOf(-1));
      assertThat(winners.stream().map(i -> i / 2)).doesNotHaveDuplicates().hasSize(PAIRS);
      winners.stream().filter(i -> i % 2 == 1).forEach(i -> onHand[i / 2]++);
      assertAllReserved(products, onHand);
    }
    assertThat(Arrays.stream(onHand).sum())
        .as("won by the others")
        .isBetween(1L, (long) rounds * PAIRS - 1);
  }

  @Test
  void extensionAgainstExpiryHoldsTheUnitOrLosesItButNeverBoth() {
    List<String> products = products();
    deliverOneOfEach(products);
    for (int round = 0; round < Race.rounds(20); round++) {
      List<String> held = reserveEach(products);
      endOneAfterTheOther(held);
      Race<Reservation> race =
          Race.of(
              2 * PAIRS,
              i ->
                  i % 2 == 0
                      ? extend(held.get(i / 2))
                      : shop.reserve(Shop.demand(products.get(i / 2), 1)));
      assertThat(race.refusals().keySet()).isSubsetOf("OUT_OF_STOCK", "RESERVATION_EXPIRED");
      List<String> won =
          race.winners().stream().map(r -> r.getItems(0).getProductId()).sorted().toList();
      assertThat(won).doesNotHaveDuplicates();
      assertThat(
              levels(products).stream()
                  .filter(level -> level.getReserved() == 1)
                  .map(StockLevel::getProductId)
                  .sorted())
          .isEqualTo(won);
      Race.of(race.winners().size(), i -> shop.release(race.winners().get(i).getReservationId()));
    }
  }

  // interledger/rafiki#223: of capture and expiry exactly one wins
  @Test
  void reservationEndsOnce() {
    String product = shop.product(100, 1_000);
    int committed = 0;
    for (int round = 0; round < Race.rounds(50); round++) {
      String reservation = shop.reserve(Shop.demand(product, 3)).getReservationId();
      Race<Object> race =
          Race.of(4, i -> i % 2 == 0 ? shop.commit(reservation) : shop.release(reservation));
      race.hasWinners(1, Outcome.RESERVATION_NOT_OPEN);
      committed += race.winners().getFirst() instanceof CommitReservationResponse ? 1 : 0;
    }
    assertLevel(shop.level(product), 1_000 - 3L * committed, 0, 0);
  }

  @Test
  void partsCommittedAtOnceAreNeverMoreThanTheWhole() {
    String product = shop.product(100, 10_000);
    int rounds = Race.rounds(20);
    for (int round = 0; round < rounds; round++) {
      String reservation = shop.reserve(Shop.demand(product, 10)).getReservationId();
      Race<CommitReservationResponse> race =
          Race.of(6, i -> shop.commit(reservation, Shop.demand(product, 3)));
      race.hasWinners(3, Outcome.RESERVATION_TOO_SMALL);
      shop.release(reservation);
    }
    assertLevel(shop.level(product), 10_000 - rounds * 9L, 0, 0);
  }

  @Test
  void checkoutAgainstTheEndOfItsReservationSellsTheUnitsOnce() {
    String product = shop.product(100, 0);
    for (int round = 0; round < Race.rounds(40); round++) {
      shop.receive(product, 2);
      String held = shop.reserve(Shop.demand(product, 2)).getReservationId();
      Cart cart = shop.set(product, 2);
      boolean commits = round % 2 == 0;
      Race<Object> race =
          Race.of(
              2,
              i ->
                  i == 0
                      ? shop.carts().checkout(Shop.checkoutOf(cart).setReservationId(held).build())
                      : commits ? shop.commit(held) : shop.release(held));
      race.hasWinners(1, Outcome.RESERVATION_NOT_OPEN);
      if (!(race.winners().getFirst() instanceof CheckoutResponse) && !commits) {
        shop.checkout(cart);
      }
      assertLevel(shop.level(product), 0, 0, 0);
    }
  }

  @Test
  void unitsAreHeldOrTakenOffButNotBoth() {
    String product = shop.product(100, 10);
    for (int round = 0; round < Race.rounds(40); round++) {
      Race<Object> race =
          Race.of(
              2,
              i ->
                  i == 0
                      ? shop.reserve(Shop.demand(product, 7))
                      : shop.stock().adjustStock(StockCalls.adjusting(product, -7).build()));
      assertThat(race.refusals().keySet()).hasSize(1).isSubsetOf("OUT_OF_STOCK", "STOCK_RESERVED");
      if (race.winners().getFirst() instanceof AdjustStockResponse) {
        assertLevel(shop.level(product), 3, 0, 0);
        shop.receive(product, 7);
      } else {
        assertLevel(shop.level(product), 10, 7, 0);
        shop.release(((Reservation) race.winners().getFirst()).getReservationId());
      }
    }
  }

  private List<String> products() {
    return IntStream.range(0, PAIRS).mapToObj(i -> shop.product(100, 0)).toList();
  }

  private void deliverOneOfEach(List<String> products) {
    shop.receive(
        "",
        products.stream()
            .map(product -> StockCalls.units(product, 1))
            .toArray(StockReceipt.Builder[]::new));
  }

  /** Reservations of one unit, in the order of the products. */
  private List<String> reserveEach(List<String> products) {
    Map<String, String> held =
        Race.of(PAIRS, i -> shop.reserve(Shop.demand(products.get(i), 1))).winners().stream()
            .collect(
                Collectors.toMap(r -> r.getItems(0).getProductId(), Reservation::getReservationId));
    return products.stream().map(held::get).toList();
  }

  /** Lets the times of reservations end from now on, each two milliseconds after the one before. */
  private void endOneAfterTheOther(List<String> reservations) {
    String ids = reservations.stream().collect(Collectors.joining("','", "'", "'"));
    TestPostgres.execute(
        server.databaseUrl(),
        "WITH r AS (UPDATE stock.reservation SET expire_time = clock_timestamp()"
            + " + 2 * array_position(ARRAY[%1$s]::uuid[], reservation_id) * interval '1 ms'"
                .formatted(ids)
            + " WHERE tenant_id = '%s' AND reservation_id IN (%s)"
                .formatted(shop.clinic().tenantId(), ids)
            + " RETURNING tenant_id, reservation_id, expire_time)"
            + " UPDATE stock.reservation_item AS i SET expire_time = r.expire_time FROM r"
            + " WHERE i.tenant_id = r.tenant_id AND i.reservation_id = r.reservation_id");
  }

  private int sweep() {
    Sql.row(
        server.databaseUrl(),
        "SELECT stock.free_expired_reservations('%s', 100)".formatted(shop.clinic().tenantId()));
    return -1;
  }

  private void assertAllReserved(List<String> products, long[] onHand) {
    List<StockLevel> levels = levels(products);
    for (int i = 0; i < PAIRS; i++) {
      assertLevel(levels.get(i), onHand[i], onHand[i], 0);
    }
  }

  private List<StockLevel> levels(List<String> products) {
    return shop.stock()
        .batchGetStockLevels(
            BatchGetStockLevelsRequest.newBuilder().addAllProductIds(products).build())
        .getLevelsList();
  }

  private Reservation extend(String reservationId) {
    return shop.stock()
        .extendReservation(
            ExtendReservationRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setReservationId(reservationId)
                .build())
        .getReservation();
  }
}
