package dev.corral.cart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CheckoutResponse;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Race;
import dev.corral.testing.Sql;
import dev.corral.testing.TestPostgres;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Many carts with the same two products in opposite order, checked out together, on a database of
 * their own: its deadlocks are all theirs.
 */
class OppositeCartsRaceTest {

  private static final int CARTS = 200;
  private static final int ROUNDS = Race.rounds(10);
  private static final int UNITS = CARTS * ROUNDS * 3;

  // 067, django-oscar/django-oscar PR#4594
  @Test
  void twoHundredCartsWithTheSameProductsInOppositeOrderDoNotDeadlock() {
    String databaseUrl = TestServer.migratedDatabase();
    speedUp(databaseUrl);
    try (TestServer server = TestServer.start(databaseUrl, Map.of("CORRAL_POOL_SIZE", "10"))) {
      Shop shop = Shop.open(server);
      List<String> products = List.of(shop.product(100, UNITS), shop.product(7, UNITS));
      Map<String, Cart> carts =
          IntStream.range(0, CARTS)
              .mapToObj(i -> fill(shop.withClient(), products, i))
              .collect(Collectors.toConcurrentMap(cart -> cart.getOwner().getClientId(), c -> c));
      TestPostgres.execute(databaseUrl, "CREATE TABLE cart.again AS SELECT * FROM cart.line");
      List<String> owners = List.copyOf(carts.keySet());
      for (int round = 0; round < ROUNDS; round++) {
        if (round > 0) {
          TestPostgres.execute(databaseUrl, "INSERT INTO cart.line SELECT * FROM cart.again");
        }
        Race.of(CARTS, i -> carts.compute(owners.get(i), (owner, cart) -> checkout(shop, cart)))
            .hasWinners(CARTS, Outcome.OUT_OF_STOCK);
      }
      // each sells two of the one and one of the other, or the other way round
      assertThat(products)
          .allSatisfy(id -> assertThat(shop.level(id).getOnHand()).isEqualTo(UNITS / 2));
      assertThat(Sql.row(databaseUrl, "SELECT count(*), sum(total_minor) FROM cart.checkout"))
          .isEqualTo(CARTS * ROUNDS + "|" + UNITS / 2 * 107);
      assertThat(server.violatedInvariants()).isEmpty();
    }
    assertThat(deadlocks(databaseUrl)).isZero();
  }

  private static Cart fill(Shop client, List<String> products, int i) {
    client.set(products.get(i % 2), 2);
    return client.set(products.get((i + 1) % 2), 1);
  }

  /** The cart as it is when its lines are put back: as it was, with the version of now. */
  private static Cart checkout(Shop shop, Cart cart) {
    CheckoutResponse answer = shop.carts().checkout(Shop.checkoutOf(cart).build());
    assertThat(answer.getOrder().getTotalMinor()).isEqualTo(cart.getTotalMinor());
    return cart.toBuilder().setVersion(answer.getCart().getVersion()).build();
  }

  /** What is tried here is how locks are taken, not what survives a crash. */
  private static void speedUp(String databaseUrl) {
    TestPostgres.execute(
        databaseUrl,
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off',"
            + " current_database()); END $$");
  }

  /** How many the database has seen, when every connection is closed: each has counted by then. */
  private static long deadlocks(String databaseUrl) {
    String others =
        "SELECT count(*) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            + " AND backend_type = 'client backend'";
    while (!Sql.row(databaseUrl, others).equals("0")) {
      Thread.onSpinWait();
    }
    return Long.parseLong(
        Sql.row(
            databaseUrl,
            "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
  }
}
