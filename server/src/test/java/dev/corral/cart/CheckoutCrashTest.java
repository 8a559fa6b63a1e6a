package dev.corral.cart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.CartServiceGrpc;
import dev.corral.cart.v1.CartServiceGrpc.CartServiceBlockingStub;
import dev.corral.cart.v1.CheckoutRequest;
import dev.corral.cart.v1.Order;
import dev.corral.testing.CrashingPostgres;
import dev.corral.testing.RetriedLoad;
import dev.corral.testing.ServerProcess;
import dev.corral.testing.Sql;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checkouts whose server, or whose PostgreSQL, is killed under them. */
@Timeout(120)
class CheckoutCrashTest {

  private static final int CHECKOUTS = 300;
  private static final int KILLS = 2;
  private static final int UNITS = 1_000;

  @TempDir private Path folder;

  @Test
  void killedServerLosesNoAcknowledgedCheckoutAndDoublesNone() throws Exception {
    String databaseUrl = TestServer.migratedDatabase();
    Shop shop;
    List<CheckoutRequest> requests;
    try (TestServer server = TestServer.start(databaseUrl, Map.of())) {
      shop = Shop.open(server);
      requests = requests(shop);
    }
    try (ServerProcess server = new ServerProcess(databaseUrl, folder)) {
      CartServiceBlockingStub stub =
          CartServiceGrpc.newBlockingStub(server.channel())
              .withInterceptors(shop.clinic().identity());
      RetriedLoad<CheckoutRequest> load = load(stub, requests);
      load.run(KILLS, server::killAndRestart);
      System.out.println("server killed " + KILLS + " times: " + load);
      assertEachOnce(load, databaseUrl);
    }
  }

  @Test
  void killedPostgresLosesNoAcknowledgedCheckoutAndDoublesNone() throws Exception {
    try (CrashingPostgres postgres = new CrashingPostgres(folder);
        TestServer server = TestServer.start(postgres.url(), Map.of())) {
      Shop shop = Shop.open(server);
      RetriedLoad<CheckoutRequest> load = load(shop.carts(), requests(shop));
      load.run(KILLS, postgres::killAndRestart);
      System.out.println("PostgreSQL killed " + KILLS + " times: " + load);
      assertEachOnce(load, postgres.url());
    }
  }

  /** One checkout for each of many clients, all of one product. */
  private static List<CheckoutRequest> requests(Shop shop) {
    String product = shop.product(100, UNITS);
    return IntStream.range(0, CHECKOUTS)
        .mapToObj(i -> Shop.checkoutOf(shop.withClient().set(product, 1 + i % 3)).build())
        .toList();
  }

  private static RetriedLoad<CheckoutRequest> load(
      CartServiceBlockingStub stub, List<CheckoutRequest> requests) {
    return new RetriedLoad<>(
        requests,
        CheckoutRequest::getRequestId,
        request -> {
          Order order =
              stub.withWaitForReady()
                  .withDeadlineAfter(RetriedLoad.CALL_SECONDS_MAX, TimeUnit.SECONDS)
                  .checkout(request)
                  .getOrder();
          return new RetriedLoad.Answer(
              order.getInvoiceId(), Clinic.instant(order.getCreateTime()));
        });
  }

  private static void assertEachOnce(RetriedLoad<?> load, String databaseUrl) {
    assertThat(load.acknowledged()).hasSize(CHECKOUTS);
    assertThat(Sql.rows(databaseUrl, "SELECT invoice_id FROM cart.checkout"))
        .containsExactlyInAnyOrderElementsOf(load.acknowledged().values());
    assertThat(Sql.rows(databaseUrl, "SELECT invoice_id FROM payment.invoice"))
        .containsExactlyInAnyOrderElementsOf(load.acknowledged().values());
    assertThat(Sql.row(databaseUrl, "SELECT sum(on_hand) FROM stock.level"))
        .isEqualTo(Integer.toString(UNITS - CHECKOUTS * 2));
    assertThat(Sql.rows(databaseUrl, "SELECT * FROM kernel.verify_invariants()")).isEmpty();
  }
}
