package dev.corral.cart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartLineInput;
import dev.corral.cart.v1.ClearCartRequest;
import dev.corral.cart.v1.Order;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Race;
import dev.corral.testing.Refusals;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Checkouts of several clients that meet at a shelf. */
class CheckoutRaceTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);

  @AfterAll
  static void nothingIsOutOfStep() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  // 069, IBM/mcp-context-forge#2653: no lock failures where there is enough for all
  @Test
  void fiftyBuyersOfOneGetOneEachOfAHundred() {
    List<Shop> buyers = buyers(50);
    for (int round = 0; round < Race.rounds(5); round++) {
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

  // vendurehq/vendure#2702, with every buyer at once
  @Test
  void linesOfOneProductAreSummed() {
    String product = shop.product(500, 30);
    List<Shop> buyers = buyers(25);
    List<Cart> carts =
        buyers.stream()
            .map(
                buyer -> {
                  buyer.set(product, 1);
                  return buyer.set(buyer.owner(), variant(product, 2));
                })
            .toList();
    Race.of(25, i -> shop.checkout(carts.get(i))).hasWinners(10, Outcome.OUT_OF_STOCK);
    assertThat(shop.level(product).getOnHand()).isZero();
  }

  // 059, saleor/saleor#543
  @Test
  void lastUnitGoesToOneOfTwo() {
    List<Shop> buyers = buyers(2);
    for (int round = 0; round < Race.rounds(20); round++) {
      String product = shop.product(500, 1);
      List<Cart> carts = buyers.stream().map(buyer -> buyer.set(product, 1)).toList();
      Race<Order> race = Race.of(2, i -> shop.checkout(carts.get(i)));
      race.hasWinners(1, Outcome.OUT_OF_STOCK);
      assertThat(shop.level(product).getOnHand()).isZero();
      buyers.forEach(CheckoutRaceTest::clear);
    }
  }

  /** Buyers of a product that has never been there, with a hot one or alone, as it first comes. */
  @Test
  void firstDeliveryDuringCheckoutsIsSoldOnce() {
    String hot = shop.product(100, 100_000);
    for (int round = 0; round < Race.rounds(15); round++) {
      String fresh = shop.product(500, 0);
      List<Shop> buyers = buyers(12);
      for (int i = 0; i < buyers.size(); i += 2) {
        buyers.get(i).set(hot, 1);
      }
      List<Cart> carts = buyers.stream().map(buyer -> buyer.set(fresh, 5)).toList();
      Race<Object> race =
          Race.of(
              13,
              i ->
                  i == 12
                      ? shop.receive("", shop.lot(fresh, "X", 5, 9), shop.lot(fresh, "Y", 5, 9))
                      : shop.checkout(carts.get(i)));
      assertThat(race.refusals().keySet()).isSubsetOf("OUT_OF_STOCK");
      assertThat(shop.level(fresh).getOnHand()).isEqualTo(10 - (race.winners().size() - 1) * 5);
    }
  }

  private List<Shop> buyers(int count) {
    return IntStream.range(0, count).mapToObj(i -> shop.withClient()).toList();
  }

  private static List<Cart> carts(List<Shop> buyers, String product) {
    return buyers.stream().map(buyer -> buyer.set(product, 1)).toList();
  }

  private static CartLineInput.Builder variant(String product, int quantity) {
    CartLineInput.Builder line = Shop.line(product, quantity);
    line.getKeyBuilder().setVariant("chicken");
    return line;
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
}
