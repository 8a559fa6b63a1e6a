package dev.corral.cart;

import static dev.corral.cart.v1.MergeStrategy.MERGE_STRATEGY_ADD;
import static dev.corral.cart.v1.MergeStrategy.MERGE_STRATEGY_LARGER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.DeviceLines;
import dev.corral.cart.v1.MergeCartRequest;
import dev.corral.cart.v1.MergeCartResponse;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Race;
import dev.corral.testing.RowLock;
import dev.corral.testing.TestPostgres;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Merges that meet in a cart, at first one that does not exist. */
class MergeCartRaceTest {

  private static final int DEVICES = 10;
  private static final int CLIENTS = 4;

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);
  private final List<String> products =
      IntStream.range(0, DEVICES).mapToObj(i -> shop.product(100, 0)).toList();

  @AfterAll
  static void nothingIsOutOfStep() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void tenDevicesMergeTheirFirstLinesIntoACartThatIsNotThereYet() {
    for (int round = 0; round < Race.rounds(20); round++) {
      List<Shop> clients = clients();
      Race.of(CLIENTS * DEVICES, i -> merge(device(clients.get(i / DEVICES), product(i))))
          .hasWinners(CLIENTS * DEVICES, Outcome.CLIENT_NOT_FOUND);
      clients.forEach(this::assertAllThere);
    }
  }

  @Test
  void tenGuestsMergeIntoACartThatIsNotThereYet() {
    for (int round = 0; round < Race.rounds(20); round++) {
      List<Shop> clients = clients();
      List<String> guests = guests();
      Race.of(
              CLIENTS * DEVICES,
              i -> clients.get(i / DEVICES).merge(guests.get(i), MERGE_STRATEGY_LARGER).getCart())
          .hasWinners(CLIENTS * DEVICES, Outcome.CLIENT_NOT_FOUND);
      clients.forEach(this::assertAllThere);
    }
  }

  @Test
  void mergeThatIsSentTenTimesAtOnceIsOneMerge() {
    for (int round = 0; round < Race.rounds(20); round++) {
      Shop client = shop.withClient();
      client.set(products.get(0), 1);
      MergeCartRequest request = device(client, products.get(0));
      Race<Cart> race = Race.of(10, i -> merge(request));
      race.hasWinners(10, Outcome.CLIENT_NOT_FOUND);
      assertThat(race.winners()).containsOnly(client.cart());
      assertThat(client.cart().getLines(0).getQuantity()).isEqualTo(2);
    }
  }

  // SAP/spartacus#9599: a sign-in that sends the merge twice
  @Test
  void oneGuestMergedByManyAtOnceIsMergedOnce() {
    for (int round = 0; round < Race.rounds(25); round++) {
      Shop client = shop.withClient();
      client.set(products.get(0), 1);
      String token = Clinic.newId();
      shop.set(Shop.guest(token), Shop.line(products.get(0), 2));
      Race<MergeCartResponse> race = Race.of(5, i -> client.merge(token, MERGE_STRATEGY_ADD));
      race.hasWinners(5, Outcome.CLIENT_NOT_FOUND);
      assertThat(client.cart().getLinesList())
          .singleElement()
          .satisfies(line -> assertThat(line.getQuantity()).isEqualTo(3));
      assertThat(shop.cart(Shop.guest(token)).getLinesList()).isEmpty();
    }
  }

  @Test
  void guestSetsALineWhileItIsMergedAndNothingIsLost() {
    for (int round = 0; round < Race.rounds(25); round++) {
      Shop client = shop.withClient();
      String token = Clinic.newId();
      shop.set(Shop.guest(token), Shop.line(products.get(0), 1));
      Race.of(
              2,
              i ->
                  i == 0
                      ? client.merge(token, MERGE_STRATEGY_ADD).getCart()
                      : shop.set(Shop.guest(token), Shop.line(products.get(1), 1)))
          .hasWinners(2, Outcome.CLIENT_NOT_FOUND);
      Cart rest = client.merge(token, MERGE_STRATEGY_ADD).getCart();
      assertThat(keptProducts(rest)).containsExactly(products.get(0), products.get(1));
    }
  }

  /** It is left as it is, or comes with the merge when that had to begin anew. */
  @Test
  void guestsCartThatIsMadeWhileTheMergeWaitsIsNotLost() throws Exception {
    Shop client = shop.withClient();
    Cart before = client.set(products.get(0), 1);
    String token = Clinic.newId();
    String lock = "SELECT 1 FROM cart.cart WHERE owner_id = '%s' FOR UPDATE";
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Cart> merge;
      Cart guests;
      try (RowLock held = RowLock.on(server.databaseUrl(), lock.formatted(client.client()))) {
        merge = thread.submit(() -> client.merge(token, MERGE_STRATEGY_ADD).getCart());
        held.awaitSomebodyWaits();
        guests = shop.set(Shop.guest(token), Shop.line(products.get(1), 9));
      }
      boolean isLeft = merge.get().equals(before);
      assertThat(shop.cart(Shop.guest(token)).getLinesList())
          .isEqualTo(isLeft ? guests.getLinesList() : List.of());
    }
    Cart merged = client.merge(token, MERGE_STRATEGY_ADD).getCart();
    assertThat(keptProducts(merged)).containsExactly(products.get(0), products.get(1));
  }

  private List<Shop> clients() {
    return IntStream.range(0, CLIENTS).mapToObj(i -> shop.withClient()).toList();
  }

  /** A guest for each device of each client, with one of its product in the cart. */
  private List<String> guests() {
    List<String> tokens = Stream.generate(Clinic::newId).limit(CLIENTS * DEVICES).toList();
    String rows =
        IntStream.range(0, tokens.size())
            .mapToObj(i -> "('%s'::uuid, '%s'::uuid)".formatted(tokens.get(i), product(i)))
            .collect(Collectors.joining(", "));
    TestPostgres.execute(
        server.databaseUrl(),
        """
        WITH guest (token, product_id) AS (VALUES %2$s), made AS (
          INSERT INTO cart.cart (tenant_id, owner_id, guest, version)
          SELECT '%1$s', token, true, 1 FROM guest RETURNING owner_id)
        INSERT INTO cart.line SELECT '%1$s', m.owner_id, true, 'PRODUCT', g.product_id, '',
          '00000000-0000-0000-0000-000000000000', 1, '', 1 FROM made AS m JOIN guest AS g
          ON g.token = m.owner_id
        """
            .formatted(shop.clinic().tenantId(), rows));
    return tokens;
  }

  private String product(int device) {
    return products.get(device % DEVICES);
  }

  private void assertAllThere(Shop client) {
    assertThat(keptProducts(client.cart())).containsExactlyInAnyOrderElementsOf(products);
  }

  private Cart merge(MergeCartRequest request) {
    return shop.carts().mergeCart(request).getCart();
  }

  private static MergeCartRequest device(Shop client, String product) {
    return MergeCartRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setClientId(client.client())
        .setStrategy(MERGE_STRATEGY_ADD)
        .setDeviceLines(DeviceLines.newBuilder().addLines(Shop.line(product, 1)))
        .build();
  }

  private static List<String> keptProducts(Cart cart) {
    return cart.getLinesList().stream().map(line -> line.getKey().getProductId()).toList();
  }
}
