package dev.corral.cart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CheckoutRequest;
import dev.corral.cart.v1.ClearCartRequest;
import dev.corral.cart.v1.MergeStrategy;
import dev.corral.cart.v1.Order;
import dev.corral.catalog.v1.Product;
import dev.corral.catalog.v1.UpsertProductRequest;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Race;
import dev.corral.testing.Refusals;
import dev.corral.testing.Sql;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checkouts that meet at a shelf, at a cart, at a price. */
class CheckoutRaceTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);

  @AfterEach
  void nothingIsOutOfStep() {
    assertThat(server.violatedInvariants()).isEmpty();
  }

  @Test
  void fiftyBuyersOfOneGetOneEachOfAHundred() {
    List<Shop> buyers = buyers(50);
    for (int round = 0; round < 5; round++) {
      String product = shop.product(500, 100);
      List<Cart> carts = carts(buyers, product);
      Race.of(50, i -> shop.checkout(carts.get(i))).hasWinners(50, Outcome.OUT_OF_STOCK);
      assertThat(shop.level(product).getOnHand()).isEqualTo(50);
    }
  }

  @Test
  void hundredBuyersOfThirtyUnitsLeaveNothingAndSeventyAreToldWhy() {
    String product = shop.product(500, 30);
    List<Cart> carts = carts(buyers(100), product);
    ConcurrentLinkedQueue<Map<String, String>> told = new ConcurrentLinkedQueue<>();
    Race<Order> race =
        Race.of(
            100,
            i -> {
              try {
                return shop.checkout(carts.get(i));
              } catch (StatusRuntimeException e) {
                told.add(Refusals.errorInfo(e).getMetadataMap());
                throw e;
              }
            });
    race.hasWinners(30, Outcome.OUT_OF_STOCK);
    assertThat(told)
        .hasSize(70)
        .containsOnly(Map.of("product_id", product, "asked", "1", "available", "0"));
    assertThat(shop.level(product).getOnHand()).isZero();
  }

  // IBM/mcp-context-forge#2653: no lock failures where there is enough for all
  // django-oscar/django-oscar PR#4594: the same items in opposite order do not deadlock
  @Test
  void cartsWithTheSameProductsInOppositeOrderDoNotDeadlock() {
    List<Shop> buyers = buyers(200);
    String one = shop.product(100, 20_000);
    String two = shop.product(100, 20_000);
    long deadlocks = deadlocks();
    for (int round = 0; round < 50; round++) {
      List<Shop> some = buyers.subList(round % 5 * 40, round % 5 * 40 + 40);
      Race<Order> race =
          Race.of(
              some.size(),
              i -> {
                some.get(i).set(i % 2 == 0 ? one : two, 1);
                return shop.checkout(some.get(i).set(i % 2 == 0 ? two : one, 1));
              });
      race.hasWinners(some.size(), Outcome.OUT_OF_STOCK);
    }
    assertThat(shop.level(one).getOnHand()).isEqualTo(20_000 - 50 * 40);
    assertThat(shop.level(two).getOnHand()).isEqualTo(20_000 - 50 * 40);
    assertThat(deadlocks()).isEqualTo(deadlocks);
  }

  @Test
  void twoHundredCartsInOppositeOrderAreAllSold() {
    List<Shop> buyers = buyers(200);
    String one = shop.product(100, 1_000);
    String two = shop.product(100, 1_000);
    List<Cart> carts =
        IntStream.range(0, 200)
            .mapToObj(
                i -> {
                  buyers.get(i).set(i % 2 == 0 ? one : two, 2);
                  return buyers.get(i).set(i % 2 == 0 ? two : one, 3);
                })
            .toList();
    Race.of(200, i -> shop.checkout(carts.get(i))).hasWinners(200, Outcome.OUT_OF_STOCK);
    assertThat(shop.level(one).getOnHand()).isEqualTo(1_000 - 100 * 2 - 100 * 3);
    assertThat(shop.level(two).getOnHand()).isEqualTo(1_000 - 100 * 2 - 100 * 3);
  }

  // saleor/saleor#543
  @Test
  void lastUnitGoesToOneOfTwo() {
    List<Shop> buyers = buyers(2);
    for (int round = 0; round < 100; round++) {
      String product = shop.product(500, 1);
      List<Cart> carts = buyers.stream().map(buyer -> buyer.set(product, 1)).toList();
      Race<Order> race = Race.of(2, i -> shop.checkout(carts.get(i)));
      race.hasWinners(1, Outcome.OUT_OF_STOCK);
      assertThat(shop.level(product).getOnHand()).isZero();
      buyers.forEach(CheckoutRaceTest::clear);
    }
  }

  @Test
  void twoTabsMakeOneInvoice() {
    String product = shop.product(500, 1_000);
    for (int round = 0; round < 50; round++) {
      Cart cart = shop.set(product, 1);
      Race.of(2, i -> shop.checkout(cart)).hasWinners(1, Outcome.STALE_VERSION);
    }
    assertThat(shop.level(product).getOnHand()).isEqualTo(950);
  }

  @Test
  void oneRequestSentTenTimesAtOnceIsOneInvoice() {
    String product = shop.product(500, 1_000);
    for (int round = 0; round < 20; round++) {
      CheckoutRequest request = Shop.checkoutOf(shop.set(product, 50)).build();
      Race<Order> race = Race.of(10, i -> shop.carts().checkout(request).getOrder());
      race.hasWinners(10, Outcome.CART_EMPTY);
      assertThat(Set.copyOf(race.winners())).hasSize(1);
    }
    assertThat(shop.level(product).getOnHand()).isZero();
  }

  @Test
  void priceIsTheOneThatWasSeenOrTheCheckoutIsRefused() {
    Product.Builder product = Clinic.tablets(500);
    shop.clinic().product(product);
    shop.receive(product.getProductId(), 1_000);
    for (int round = 0; round < 50; round++) {
      Cart cart = shop.set(product.setPriceMinor(500).getProductId(), 2);
      Race<Long> race =
          Race.of(2, i -> i == 0 ? raise(product) : shop.checkout(cart).getTotalMinor());
      if (race.winners().size() == 2) {
        assertThat(race.winners()).contains(1_000L);
      } else {
        assertThat(race.refusals()).isEqualTo(Map.of("PRICE_CHANGED", 1));
        assertThat(shop.checkout(shop.cart()).getTotalMinor()).isEqualTo(1_400);
      }
      shop.clinic().product(product.setPriceMinor(500));
    }
  }

  @Test
  void mergedLineIsInTheInvoiceOrInTheCart() {
    String mine = shop.product(100, 1_000);
    String theirs = shop.product(7, 1_000);
    for (int round = 0; round < 50; round++) {
      String guest = Clinic.newId();
      shop.set(Shop.guest(guest), Shop.line(theirs, 3));
      Cart cart = shop.set(mine, 1);
      Race<Object> race =
          Race.of(
              2,
              i ->
                  i == 0
                      ? shop.merge(guest, MergeStrategy.MERGE_STRATEGY_ADD)
                      : shop.checkout(cart));
      Set<String> refused = new TreeSet<>(race.refusals().keySet());
      assertThat(refused).isSubsetOf("STALE_VERSION");
      Cart left = shop.cart();
      assertThat(left.getLinesList()).hasSize(refused.isEmpty() ? 1 : 2);
      assertThat(left.getTotalMinor()).isEqualTo(refused.isEmpty() ? 21 : 121);
      assertThat(shop.cart(Shop.guest(guest)).getLinesList()).isEmpty();
      clear(shop);
    }
  }

  private Long raise(Product.Builder product) {
    shop.clinic()
        .catalog()
        .upsertProduct(
            UpsertProductRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setProduct(product.clone().setPriceMinor(700))
                .build());
    return 0L;
  }

  private List<Shop> buyers(int count) {
    return IntStream.range(0, count).mapToObj(i -> shop.withClient()).toList();
  }

  private static List<Cart> carts(List<Shop> buyers, String product) {
    return buyers.stream().map(buyer -> buyer.set(product, 1)).toList();
  }

  private static void clear(Shop buyer) {
    buyer
        .carts()
        .clearCart(
            ClearCartRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setOwner(buyer.owner())
                .setVersion(buyer.cart().getVersion())
                .build());
  }

  private long deadlocks() {
    return Long.parseLong(
        Sql.row(
            server.databaseUrl(),
            "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
  }
}
