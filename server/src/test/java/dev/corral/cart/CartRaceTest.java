package dev.corral.cart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CheckoutRequest;
import dev.corral.cart.v1.ClearCartRequest;
import dev.corral.cart.v1.ClearCartResponse;
import dev.corral.cart.v1.MergeStrategy;
import dev.corral.cart.v1.Order;
import dev.corral.cart.v1.RemoveCartLineRequest;
import dev.corral.cart.v1.SetCartLineRequest;
import dev.corral.catalog.v1.Product;
import dev.corral.catalog.v1.UpsertProductRequest;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Race;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Calls that meet in one client's cart: tabs, devices, a checkout, and the catalogue behind it. */
class CartRaceTest {

  private static final int DEVICES = 10;
  private static final int ROUNDS = Race.rounds(20);

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);

  @AfterAll
  static void nothingIsOutOfStep() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void twoTabsMakeOneInvoice() {
    String product = shop.product(500, 1_000);
    for (int round = 0; round < ROUNDS; round++) {
      Cart cart = shop.set(product, 1);
      Race.of(2, i -> shop.checkout(cart)).hasWinners(1, Outcome.STALE_VERSION);
    }
    assertThat(shop.level(product).getOnHand()).isEqualTo(1_000 - ROUNDS);
  }

  @Test
  void oneRequestSentTenTimesAtOnceIsOneInvoice() {
    String product = shop.product(500, 50L * ROUNDS);
    for (int round = 0; round < ROUNDS; round++) {
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
    for (int round = 0; round < ROUNDS; round++) {
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
    for (int round = 0; round < ROUNDS; round++) {
      String guest = Clinic.newId();
      shop.set(Shop.guest(guest), Shop.line(theirs, 3));
      Cart cart = shop.set(mine, 1);
      meetsCheckout(
          cart, () -> shop.merge(guest, MergeStrategy.MERGE_STRATEGY_ADD), List.of(theirs));
      assertThat(shop.cart(Shop.guest(guest)).getLinesList()).isEmpty();
      clear(shop.cart());
    }
    assertThat(shop.level(theirs).getOnHand()).isEqualTo(1_000);
  }

  @Test
  void lineSetDuringACheckoutIsKept() {
    String mine = shop.product(100, 1_000);
    String theirs = shop.product(7, 1_000);
    for (int round = 0; round < ROUNDS; round++) {
      Cart cart = shop.set(mine, 1);
      meetsCheckout(cart, () -> shop.set(theirs, 3), List.of(theirs));
      clear(shop.cart());
    }
    assertThat(shop.level(theirs).getOnHand()).isEqualTo(1_000);
  }

  /** After a checkout and another call at once: who was first shows in the invoice and the cart. */
  private void meetsCheckout(Cart cart, Runnable other, List<String> added) {
    Race<Long> race =
        Race.of(
            2,
            i -> {
              if (i == 0) {
                return shop.checkout(cart).getTotalMinor();
              }
              other.run();
              return 0L;
            });
    if (race.winners().size() == 2) {
      assertThat(race.winners()).containsExactlyInAnyOrder(0L, cart.getTotalMinor());
      assertThat(products(shop.cart())).isEqualTo(added);
    } else {
      race.hasWinners(1, Outcome.STALE_VERSION);
      assertThat(products(shop.cart()))
          .isEqualTo(Stream.concat(products(cart).stream(), added.stream()).toList());
    }
  }

  @Test
  void lineRemovedDuringACheckoutIsSoldOrRemoved() {
    String product = shop.product(100, 1_000);
    int sold = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Cart cart = shop.set(product, 1);
      RemoveCartLineRequest request =
          RemoveCartLineRequest.newBuilder()
              .setRequestId(Clinic.newId())
              .setOwner(shop.owner())
              .setKey(cart.getLines(0).getKey())
              .build();
      Race<Object> race =
          Race.of(2, i -> i == 0 ? shop.checkout(cart) : shop.carts().removeCartLine(request));
      assertThat(race.refusals()).isIn(Map.of(), Map.of("STALE_VERSION", 1));
      sold += race.refusals().isEmpty() ? 1 : 0;
      assertThat(shop.cart().getLinesList()).isEmpty();
    }
    assertThat(shop.level(product).getOnHand()).isEqualTo(1_000 - sold);
  }

  @Test
  void lineSetWhileTheCartIsClearedIsKept() {
    String seen = shop.product(100, 0);
    String unseen = shop.product(100, 0);
    for (int round = 0; round < ROUNDS; round++) {
      Cart cart = shop.set(seen, 1);
      Race<Object> race = Race.of(2, i -> i == 0 ? clear(cart) : shop.set(unseen, 1));
      assertThat(race.refusals()).isIn(Map.of(), Map.of("STALE_VERSION", 1));
      assertThat(products(shop.cart()))
          .isEqualTo(race.refusals().isEmpty() ? List.of(unseen) : List.of(seen, unseen));
      clear(shop.cart());
    }
  }

  @Test
  void linesSetByManyDevicesAtOnceAreAllThere() {
    List<String> products =
        IntStream.range(0, DEVICES).mapToObj(i -> shop.product(100, 0)).toList();
    for (int round = 0; round < ROUNDS; round++) {
      Shop client = shop.withClient();
      Race.of(DEVICES, i -> client.set(products.get(i), i + 1))
          .hasWinners(DEVICES, Outcome.CART_FULL);
      Cart cart = client.cart();
      assertThat(products(cart)).containsExactlyInAnyOrderElementsOf(products);
      assertThat(cart.getVersion()).isEqualTo(DEVICES);
    }
  }

  @Test
  void lineThatIsSentTenTimesAtOnceIsSetOnce() {
    String product = shop.product(100, 0);
    for (int round = 0; round < ROUNDS; round++) {
      Shop client = shop.withClient();
      SetCartLineRequest request =
          SetCartLineRequest.newBuilder()
              .setRequestId(Clinic.newId())
              .setOwner(client.owner())
              .setLine(Shop.line(product, 2))
              .build();
      Race<Cart> race = Race.of(10, i -> client.carts().setCartLine(request).getCart());
      race.hasWinners(10, Outcome.STALE_VERSION);
      assertThat(Set.copyOf(race.winners())).containsExactly(client.cart());
      assertThat(client.cart().getVersion()).isEqualTo(1);
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

  private ClearCartResponse clear(Cart cart) {
    return shop.carts()
        .clearCart(
            ClearCartRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setOwner(cart.getOwner())
                .setVersion(cart.getVersion())
                .build());
  }

  private static List<String> products(Cart cart) {
    return cart.getLinesList().stream().map(line -> line.getKey().getProductId()).toList();
  }
}
