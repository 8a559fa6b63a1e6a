package dev.corral.cart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.testing.Sql;
import dev.corral.testing.TestPostgres;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cart of 50 lines is read, and checked out, by one statement that calls one function. */
class CheckoutStatementTest {

  private static final int LINES = 50;

  private TestServer server;
  private Shop shop;

  @BeforeEach
  void startServer() {
    // one connection, so that none is opened meanwhile; of its own, so that nobody else is counted
    server = TestServer.start(Map.of("CORRAL_POOL_SIZE", "1"));
    TestPostgres.execute(server.databaseUrl(), "CREATE EXTENSION pg_stat_statements");
    shop = Shop.open(server);
    for (int i = 0; i < LINES; i++) {
      shop.set(shop.product(100, 2), 2);
    }
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void readIsOneCall() {
    forget();
    assertThat(shop.cart().getLinesCount()).isEqualTo(LINES);
    assertThat(statements())
        .singleElement()
        .satisfies(row -> assertThat(row).startsWith("1|").contains(" cart.get_cart("));
  }

  @Test
  void checkoutIsOneCall() {
    Cart cart = shop.cart();
    forget();
    assertThat(shop.checkout(cart).getTotalMinor()).isEqualTo(100 * 2 * LINES);
    assertThat(statements())
        .singleElement()
        .satisfies(
            row -> assertThat(row).startsWith("1|SELECT ").contains(" cart.process_checkout("));
    assertThat(shop.cart().getLinesList()).isEmpty();
  }

  private void forget() {
    Sql.rows(server.databaseUrl(), "SELECT pg_stat_statements_reset()");
  }

  /** What the server sent how often since then, but for the plans that it reads by itself. */
  private List<String> statements() {
    return Sql.rows(
        server.databaseUrl(),
        "SELECT calls, query FROM pg_stat_statements"
            + " WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
            + " AND userid = 'corral_app'::regrole AND query LIKE 'SELECT %'"
            + " AND query NOT LIKE '%get_tenant_limits%'");
  }
}
