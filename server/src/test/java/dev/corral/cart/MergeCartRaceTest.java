package dev.corral.cart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.DeviceLines;
import dev.corral.cart.v1.MergeCartRequest;
import dev.corral.cart.v1.MergeCartResponse;
import dev.corral.cart.v1.MergeStrategy;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Race;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Merges that meet in a cart, at first one that does not exist. */
class MergeCartRaceTest {

  private static final int DEVICES = 10;

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);
  private final List<String> products =
      IntStream.range(0, DEVICES).mapToObj(i -> shop.product(100, 0)).toList();

  @AfterEach
  void nothingIsOutOfStep() {
    assertThat(server.violatedInvariants()).isEmpty();
  }

  @Test
  void tenDevicesMergeTheirFirstLinesIntoACartThatIsNotThereYet() {
    for (int round = 0; round < 200; round++) {
      Shop client = shop.withClient();
      Race.of(DEVICES, i -> client.carts().mergeCart(device(client, products.get(i))))
          .hasWinners(DEVICES, Outcome.CLIENT_NOT_FOUND);
      assertThat(keptProducts(client.cart())).containsExactlyInAnyOrderElementsOf(products);
    }
  }

  @Test
  void tenGuestsMergeIntoACartThatIsNotThereYet() {
    for (int round = 0; round < 20; round++) {
      Shop client = shop.withClient();
      List<String> guests =
          products.stream()
              .map(
                  product -> {
                    String token = Clinic.newId();
                    shop.set(Shop.guest(token), Shop.line(product, 1));
                    return token;
                  })
              .toList();
      Race.of(DEVICES, i -> client.merge(guests.get(i), MergeStrategy.MERGE_STRATEGY_LARGER))
          .hasWinners(DEVICES, Outcome.CLIENT_NOT_FOUND);
      assertThat(keptProducts(client.cart())).containsExactlyInAnyOrderElementsOf(products);
    }
  }

  // SAP/spartacus#9599: a sign-in that sends the merge twice
  @Test
  void oneGuestMergedByManyAtOnceIsMergedOnce() {
    for (int round = 0; round < 50; round++) {
      Shop client = shop.withClient();
      client.set(products.get(0), 1);
      String token = Clinic.newId();
      shop.set(Shop.guest(token), Shop.line(products.get(0), 2));
      Race<MergeCartResponse> race =
          Race.of(5, i -> client.merge(token, MergeStrategy.MERGE_STRATEGY_ADD));
      race.hasWinners(5, Outcome.CLIENT_NOT_FOUND);
      assertThat(client.cart().getLinesList())
          .singleElement()
          .satisfies(line -> assertThat(line.getQuantity()).isEqualTo(3));
      assertThat(shop.cart(Shop.guest(token)).getLinesList()).isEmpty();
    }
  }

  @Test
  void guestSetsALineWhileItIsMergedAndNothingIsLost() {
    for (int round = 0; round < 50; round++) {
      Shop client = shop.withClient();
      String token = Clinic.newId();
      shop.set(Shop.guest(token), Shop.line(products.get(0), 1));
      Race.of(
              2,
              i ->
                  i == 0
                      ? client.merge(token, MergeStrategy.MERGE_STRATEGY_ADD).getCart()
                      : shop.set(Shop.guest(token), Shop.line(products.get(1), 1)))
          .hasWinners(2, Outcome.CLIENT_NOT_FOUND);
      Cart rest = client.merge(token, MergeStrategy.MERGE_STRATEGY_ADD).getCart();
      assertThat(keptProducts(rest)).containsExactly(products.get(0), products.get(1));
    }
  }

  @Test
  void linesSetByManyDevicesAtOnceAreAllThere() {
    for (int round = 0; round < 20; round++) {
      Shop client = shop.withClient();
      Race.of(DEVICES, i -> client.set(products.get(i), i + 1))
          .hasWinners(DEVICES, Outcome.CART_FULL);
      Cart cart = client.cart();
      assertThat(keptProducts(cart)).containsExactlyInAnyOrderElementsOf(products);
      assertThat(cart.getVersion()).isEqualTo(DEVICES);
    }
  }

  private static MergeCartRequest device(Shop client, String product) {
    return MergeCartRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setClientId(client.client())
        .setDeviceLines(DeviceLines.newBuilder().addLines(Shop.line(product, 1)))
        .build();
  }

  private static List<String> keptProducts(Cart cart) {
    return cart.getLinesList().stream().map(line -> line.getKey().getProductId()).toList();
  }
}
