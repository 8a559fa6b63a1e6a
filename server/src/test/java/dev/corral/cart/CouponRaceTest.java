package dev.corral.cart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.ClearCartRequest;
import dev.corral.cart.v1.Order;
import dev.corral.catalog.v1.Coupon;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Race;
import dev.corral.testing.Sql;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Coupons that several carts want at once. */
class CouponRaceTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);
  private final String product = shop.product(1_000, 100_000);

  @AfterAll
  static void nothingIsOutOfStep() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  // 117, saleor/saleor#544, nopSolutions/nopCommerce#6487
  @Test
  void lastUseGoesToOneOfTenBuyers() {
    for (int round = 0; round < Race.rounds(20); round++) {
      String code = coupon("LAST" + round, 1, 0);
      List<Cart> carts = carts(10, code);
      Race<Order> race = Race.of(10, i -> shop.checkout(carts.get(i)));
      race.hasWinners(1, Outcome.COUPON_USED_UP);
      assertThat(race.winners().getFirst().getTotalMinor()).isEqualTo(900);
      assertThat(uses(code)).isEqualTo("1");
    }
  }

  // 119, shopperlabs/shopper#510
  @Test
  void usesAreNeverMoreThanTheLimit() {
    String code = coupon("FORTY", 40, 0);
    List<Cart> carts = carts(150, code);
    Race<Order> race = Race.of(150, i -> shop.checkout(carts.get(i)));
    race.hasWinners(40, Outcome.COUPON_USED_UP);
    assertThat(race.winners()).extracting(Order::getDiscountMinor).containsOnly(100L);
    assertThat(uses(code)).isEqualTo("40");
  }

  // medusajs/medusa#15360
  @Test
  void codeAppliedByManyCallsAtOnceCountsOnce() {
    String code = coupon("ONCE", 0, 0);
    shop.set(product, 1);
    Race.of(10, i -> shop.applyCoupon(code)).hasWinners(10, Outcome.STALE_VERSION);
    assertThat(shop.cart().getDiscountMinor()).isEqualTo(100);
  }

  @Test
  void oneClientsTwoTabsUseAOnceAClientCouponOnce() {
    for (int round = 0; round < Race.rounds(20); round++) {
      String code = coupon("CLIENT" + round, 0, 1);
      shop.set(product, 1);
      Cart cart = shop.applyCoupon(code);
      Race<Order> race = Race.of(2, i -> shop.checkout(cart));
      race.hasWinners(1, Outcome.STALE_VERSION);
      assertThat(race.winners().getFirst().getDiscountMinor()).isEqualTo(100);
      assertThat(uses(code)).isEqualTo("1");
    }
  }

  /** A client's second tab fills the cart again and applies the coupon while the first buys. */
  @Test
  void couponAppliedAgainDuringItsLastCheckoutIsUsedOnce() {
    for (int round = 0; round < Race.rounds(20); round++) {
      String code = coupon("AGAIN" + round, 0, 1);
      shop.set(product, 1);
      Cart cart = shop.applyCoupon(code);
      Race<Order> race = Race.of(2, i -> shop.checkout(i == 0 ? cart : filled(shop, code)));
      assertThat(race.winners()).extracting(Order::getDiscountMinor).containsExactly(100L);
      assertThat(race.refusals().keySet())
          .hasSize(1)
          .isSubsetOf("STALE_VERSION", "COUPON_USED_BY_CLIENT", "CART_EMPTY");
      assertThat(uses(code)).isEqualTo("1");
      clear();
    }
  }

  private List<Cart> carts(int count, String code) {
    return IntStream.range(0, count).mapToObj(i -> filled(shop.withClient(), code)).toList();
  }

  private Cart filled(Shop buyer, String code) {
    buyer.set(product, 1);
    return buyer.applyCoupon(code);
  }

  private void clear() {
    shop.carts()
        .clearCart(
            ClearCartRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setOwner(shop.owner())
                .setVersion(shop.cart().getVersion())
                .build());
  }

  private String coupon(String code, int uses, int usesPerClient) {
    return shop.clinic()
        .coupon(
            Coupon.newBuilder()
                .setCouponCode(code)
                .setDisplayName("Ten per cent")
                .setRateBp(1_000)
                .setMaxUses(uses)
                .setMaxUsesPerClient(usesPerClient)
                .setActive(true));
  }

  private String uses(String code) {
    return Sql.row(
        server.databaseUrl(),
        "SELECT used FROM cart.coupon_usage WHERE coupon_code = '%s' AND tenant_id = '%s'"
            .formatted(code, shop.clinic().tenantId()));
  }
}
