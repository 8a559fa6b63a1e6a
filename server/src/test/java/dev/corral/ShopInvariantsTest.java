package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.catalog.v1.Coupon;
import dev.corral.stock.v1.AdjustStockRequest;
import dev.corral.stock.v1.StockReason;
import dev.corral.stock.v1.TransferStockRequest;
import dev.corral.testing.PlantedError;
import dev.corral.testing.Sql;
import dev.corral.testing.TestPostgres;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The invariants of stock and carts: each kind of error is found, and none where there is none. */
class ShopInvariantsTest {

  private static final String ON_HAND = "what is on hand is not the sum of the movements";
  private static final String LOT = "what is on hand of a lot is not the sum of its movements";
  private static final String RESERVED = "what is reserved is not what reservations hold";
  private static final String STATE =
      "a reservation that has ended holds something, or an open one does not agree with its items";
  private static final String RETURNED = "more was returned than was handed out, or of another lot";
  private static final String PRODUCT = "a movement is of another product than its lot";
  private static final String TRANSFER = "the movements of a transfer do not add up to 0";
  private static final String USES = "the uses of a coupon are not the checkouts with it";
  private static final String INVOICE = "a checkout is not what its invoice says";
  private static final String UNITS = "a checkout has not taken its units from stock";
  private static final String LINES = "a cart has more than 50 lines";
  private static final String POSITION = "two lines of a cart have one position";

  private static TestServer server;
  private static Shop shop;

  @BeforeAll
  static void everythingHappens() {
    server = TestServer.start(Map.of("CORRAL_POOL_SIZE", "2"));
    TestPostgres.execute(server.databaseUrl(), dropChecks());
    shop = Shop.open(server);
    shop.location("van");
    String product = shop.product(1_000, 20);
    shop.receive("van", shop.lot(product, "A", 10, 30));
    String coupon =
        shop.clinic()
            .coupon(
                Coupon.newBuilder()
                    .setCouponCode("TEN")
                    .setDisplayName("Ten")
                    .setRateBp(1_000)
                    .setActive(true));
    shop.set(product, 4);
    shop.checkout(shop.applyCoupon(coupon));
    returnTwoOf(product);
    shop.stock()
        .transferStock(
            TransferStockRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setProductId(product)
                .setQuantity(3)
                .setToLocationId("van")
                .build());
    shop.commit(shop.reserve(Shop.demand(product, 2)).getReservationId());
    shop.release(shop.reserve(Shop.demand(product, 2)).getReservationId());
    shop.reserve(Shop.demand(product, 5));
    shop.set(product, 1);
    shop.set(shop.product(500, 0), 1);
  }

  private static void returnTwoOf(String product) {
    shop.stock()
        .adjustStock(
            AdjustStockRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setProductId(product)
                .setDifference(2)
                .setReason(StockReason.STOCK_REASON_RETURN)
                .setReturnedMovementId(shop.movements(product).getFirst().getMovementId())
                .build());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void shopThatDidEverythingHasNoViolation() {
    assertThat(server.violatedInvariants()).isEmpty();
    assertThat(Sql.row(server.databaseUrl(), "SELECT count(DISTINCT reason) FROM stock.movement"))
        .isEqualTo("4");
  }

  static Stream<Arguments> errorsOfStock() {
    String movements = "UPDATE stock.movement SET ";
    return Stream.of(
        error("UPDATE stock.level SET on_hand = on_hand + 1 WHERE location_id = 'van'", ON_HAND),
        error("UPDATE stock.lot_level SET on_hand = 0 WHERE location_id = 'van'", LOT),
        error("DELETE FROM stock.lot_level WHERE location_id = 'main'", LOT),
        error("UPDATE stock.level SET reserved = 0", RESERVED),
        error("UPDATE stock.reservation_item SET held = 0", RESERVED),
        error("UPDATE stock.reservation SET state = 'RELEASED' WHERE state = 'OPEN'", STATE),
        error("UPDATE stock.reservation SET state = 'OPEN' WHERE state = 'COMMITTED'", STATE),
        error("UPDATE stock.reservation SET expire_time = now()", STATE),
        error(movements + "quantity = quantity + 1 WHERE reason = 'RECEIPT'", ON_HAND, LOT),
        error(movements + "quantity = 5 WHERE reason = 'RETURN'", ON_HAND, LOT, RETURNED),
        error(
            movements + "product_id = gen_random_uuid() WHERE reason = 'RETURN'", ON_HAND, PRODUCT),
        error("DELETE FROM stock.movement WHERE quantity = -3", ON_HAND, LOT, TRANSFER));
  }

  static Stream<Arguments> errorsOfCarts() {
    String lines =
        "INSERT INTO cart.line SELECT l.tenant_id, l.owner_id, l.guest, l.kind, l.item_id,"
            + " n::text, l.pet_id, 1, '', ";
    String one = " FROM (SELECT * FROM cart.line LIMIT 1) AS l, generate_series(100, ";
    return Stream.of(
        error("UPDATE cart.coupon_usage SET used = 2", USES),
        error("DELETE FROM cart.coupon_usage", USES),
        error("UPDATE cart.checkout SET coupon_code = 'OTHER'", USES),
        error("UPDATE cart.checkout SET total_minor = total_minor - 1", INVOICE),
        error("UPDATE cart.checkout SET discount_minor = 0", INVOICE),
        error("UPDATE cart.checkout SET client_id = gen_random_uuid()", INVOICE),
        error("UPDATE cart.checkout SET units = units + 1", UNITS),
        error("UPDATE stock.movement SET source_id = gen_random_uuid()", UNITS),
        error(lines + "n" + one + "149) AS n", LINES),
        error(lines + "position" + one + "100) AS n", POSITION));
  }

  @ParameterizedTest
  @MethodSource({"errorsOfStock", "errorsOfCarts"})
  void errorIsFound(String error, List<String> expected) {
    assertThat(PlantedError.found(server.databaseUrl(), error))
        .as(error)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static Arguments error(String sql, String... expected) {
    return Arguments.of(sql, List.of(expected));
  }

  /** The CHECK and foreign key constraints that would stop the errors. */
  private static String dropChecks() {
    return String.join(
        ";",
        Sql.rows(
            server.databaseUrl(),
            "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname)"
                + " FROM pg_constraint AS c WHERE c.contype IN ('c', 'f')"
                + " AND c.connamespace IN ('stock'::regnamespace, 'cart'::regnamespace)"
                + " ORDER BY c.contype DESC"));
  }
}
