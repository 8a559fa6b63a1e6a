package dev.corral.cart;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartLineInput;
import dev.corral.cart.v1.MergeStrategy;
import dev.corral.cart.v1.Order;
import dev.corral.catalog.v1.Coupon;
import dev.corral.catalog.v1.Product;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.InvoiceState;
import dev.corral.stock.v1.Reservation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Carts and checkouts, as users of other systems have seen them go wrong. */
class PublicCartCasesTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);

  @AfterAll
  static void nothingIsOutOfStep() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  // vendurehq/vendure#2702
  @Test
  void twoOptionsOfOneProductWantOneUnitAndAreRefused() {
    String product = shop.product(500, 1);
    shop.set(shop.owner(), Shop.line(product, 1));
    Cart cart = shop.set(shop.owner(), variant(product, "chicken"));
    ErrorInfo refusal = assertRefused(Outcome.OUT_OF_STOCK, () -> shop.checkout(cart));
    assertThat(refusal.getMetadataMap())
        .containsEntry("asked", "2")
        .containsEntry("available", "1");
    assertThat(shop.level(product).getOnHand()).isEqualTo(1);
  }

  // medusajs/medusa#13504
  @Test
  void negativeQuantityIsRefusedAndTheCartUnchanged() {
    String product = shop.product(500, 5);
    Cart before = shop.set(product, 2);
    assertThat(violatedFields(() -> shop.set(product, -1))).containsExactly("line.quantity");
    assertThat(violatedFields(() -> shop.set(product, 0))).containsExactly("line.quantity");
    assertThat(shop.cart()).isEqualTo(before);
  }

  // saleor/saleor#577
  @Test
  void ownAllocationCountsAsOnesOwn() {
    String product = shop.product(500, 1);
    Reservation held = shop.reserve(Shop.demand(product, 1));
    Cart cart = shop.set(product, 1);
    shop.carts().checkout(Shop.checkoutOf(cart).setReservationId(held.getReservationId()).build());
    assertThat(shop.level(product).getOnHand()).isZero();
  }

  // vendurehq/vendure#1355
  @Test
  void stockThatIsGoneWhileTheClientPaysIsAShortage() {
    String product = shop.product(500, 2);
    Cart cart = shop.set(product, 2);
    shop.withClient().buy(product, 2);
    assertRefused(Outcome.OUT_OF_STOCK, () -> shop.checkout(cart));
    assertThat(shop.cart().getLinesList()).hasSize(1);
  }

  // hmislk/hmis#19263
  @Test
  void secondWhoBillsTheSameUnitsIsToldAndNothingIsStored() {
    String product = shop.product(500, 3);
    String other = shop.product(500, 3);
    Shop second = shop.withClient();
    second.set(other, 1);
    Cart cart = second.set(product, 3);
    shop.buy(product, 3);
    assertRefused(Outcome.OUT_OF_STOCK, () -> second.checkout(cart));
    assertThat(second.level(other).getOnHand()).isEqualTo(3);
  }

  // vendurehq/vendure#3153
  @Test
  void guestWinsAndTheLineIsThere() {
    String product = shop.product(500, 9);
    String guest = Clinic.newId();
    shop.set(product, 1);
    shop.set(Shop.guest(guest), Shop.line(product, 3));
    Cart cart = shop.merge(guest, MergeStrategy.MERGE_STRATEGY_GUEST).getCart();
    assertThat(cart.getLinesList())
        .singleElement()
        .satisfies(line -> assertThat(line.getQuantity()).isEqualTo(3));
  }

  // opencart/opencart#7375
  @Test
  void mergeRunAgainGivesTheSameCart() {
    String product = shop.product(500, 9);
    String guest = Clinic.newId();
    shop.set(product, 1);
    shop.set(Shop.guest(guest), Shop.line(product, 3));
    for (MergeStrategy strategy :
        new MergeStrategy[] {
          MergeStrategy.MERGE_STRATEGY_ADD,
          MergeStrategy.MERGE_STRATEGY_GUEST,
          MergeStrategy.MERGE_STRATEGY_LARGER,
          MergeStrategy.MERGE_STRATEGY_ACCOUNT
        }) {
      Cart cart = shop.merge(guest, strategy).getCart();
      assertThat(cart.getLines(0).getQuantity()).isEqualTo(4);
      assertThat(cart.getVersion()).isEqualTo(2);
    }
  }

  // vendurehq/vendure#263
  @Test
  void secondClientOnTheSameDeviceGetsNothingOfTheFirst() {
    String product = shop.product(500, 9);
    String guest = Clinic.newId();
    shop.set(Shop.guest(guest), Shop.line(product, 3));
    Cart first = shop.merge(guest, MergeStrategy.MERGE_STRATEGY_ADD).getCart();
    Shop second = shop.withClient();
    assertThat(second.merge(guest, MergeStrategy.MERGE_STRATEGY_ADD).getCart().getLinesList())
        .isEmpty();
    assertThat(shop.cart()).isEqualTo(first);
  }

  // vendurehq/nextjs-starter-vendure#12, SAP/spartacus#9599
  @Test
  void guestWhoSignsInAtCheckoutStillHasTheItemsAndThenAnEmptyCart() {
    String product = shop.product(500, 9);
    String guest = Clinic.newId();
    shop.set(Shop.guest(guest), Shop.line(product, 3));
    shop.merge(guest, MergeStrategy.MERGE_STRATEGY_LARGER);
    Cart cart = shop.merge(guest, MergeStrategy.MERGE_STRATEGY_LARGER).getCart();
    assertThat(shop.checkout(cart).getTotalMinor()).isEqualTo(1_500);
    assertThat(shop.cart().getLinesList()).isEmpty();
    assertThat(shop.cart(Shop.guest(guest)).getLinesList()).isEmpty();
  }

  // openfoodfoundation/openfoodnetwork#1818
  @Test
  void raisedPriceWantsANewConsent() {
    Product.Builder product = Clinic.tablets(5);
    shop.clinic().product(product);
    shop.receive(product.getProductId(), 5);
    Cart seen = shop.set(product.getProductId(), 1);
    shop.clinic().product(product.setPriceMinor(7));
    ErrorInfo refusal = assertRefused(Outcome.PRICE_CHANGED, () -> shop.checkout(seen));
    assertThat(refusal.getMetadataMap())
        .containsEntry("seen_minor", "5")
        .containsEntry("total_minor", "7");
    assertThat(shop.checkout(shop.cart()).getTotalMinor()).isEqualTo(7);
  }

  // PrestaShop/PrestaShop#26082
  @Test
  void cartThatAnotherTabHasChangedIsRefused() {
    String product = shop.product(25, 5);
    Cart tab = shop.set(product, 1);
    shop.set(shop.product(10, 5), 1);
    assertRefused(Outcome.STALE_VERSION, () -> shop.checkout(tab));
    assertThat(shop.checkout(shop.cart()).getTotalMinor()).isEqualTo(35);
  }

  // PrestaShop/PrestaShop#11507
  @Test
  void orderKeepsItsTotalWhenThePriceChangesLater() {
    Product.Builder product = Clinic.tablets(1_100);
    shop.clinic().product(product);
    shop.receive(product.getProductId(), 5);
    Order order = shop.buy(product.getProductId(), 1);
    shop.clinic().product(product.setPriceMinor(9_900));
    assertThat(shop.invoice(order.getInvoiceId()).getTotalMinor()).isEqualTo(1_100);
  }

  // nopSolutions/nopCommerce#6487
  @Test
  void loserOfAOneUseVoucherIsToldNotChargedMore() {
    String product = shop.product(1_000, 9);
    String code = coupon(coupon("ONE").setMaxUses(1));
    Shop second = shop.withClient();
    shop.set(product, 1);
    second.set(product, 1);
    Cart first = shop.applyCoupon(code);
    Cart late = second.applyCoupon(code);
    assertThat(shop.checkout(first).getTotalMinor()).isEqualTo(900);
    assertRefused(Outcome.COUPON_USED_UP, () -> second.checkout(late));
    assertThat(Shop.problems(second.cart())).containsExactly("COUPON_USED_UP");
    assertThat(second.cart().getTotalMinor()).isEqualTo(1_000);
  }

  // nopSolutions/nopCommerce#7790
  @Test
  void voucherOncePerClientIsRefusedTheSecondTime() {
    String product = shop.product(1_000, 9);
    String code = coupon(coupon("CLIENT").setMaxUsesPerClient(1));
    shop.set(product, 1);
    shop.checkout(shop.applyCoupon(code));
    shop.set(product, 1);
    assertRefused(Outcome.COUPON_USED_BY_CLIENT, () -> shop.applyCoupon(code));
    String guest = Clinic.newId();
    shop.set(Shop.guest(guest), Shop.line(product, 1));
    assertThat(shop.merge(guest, MergeStrategy.MERGE_STRATEGY_ADD).getCart().getDiscountMinor())
        .isZero();
  }

  // medusajs/medusa#15360
  @Test
  void codeAppliedTwiceCountsOnce() {
    String code = coupon(coupon("TWICE"));
    shop.set(shop.product(1_000, 9), 1);
    Cart once = shop.applyCoupon(code);
    Cart twice = shop.applyCoupon("twice");
    assertThat(twice).isEqualTo(once);
    assertThat(twice.getDiscountMinor()).isEqualTo(100);
  }

  // odoo/odoo PR#156897, medusajs/medusa#12226, frappe/erpnext#52001
  @Test
  void discountOverTheWholeCartLeavesExactlyNothing() {
    String code = coupon(coupon("FREE").setRateBp(10_000));
    for (long price : new long[] {560, 892, 4_491, 21_726, 240_000, 1_300}) {
      shop.set(shop.product(price, 9), 1);
    }
    Cart cart = shop.applyCoupon(code);
    assertThat(cart.getTotalMinor()).isZero();
    assertThat(cart.getNetMinor()).isZero();
    Order order = shop.checkout(cart);
    assertThat(shop.invoice(order.getInvoiceId()).getState())
        .isEqualTo(InvoiceState.INVOICE_STATE_PAID);
  }

  // OCA/sale-workflow PR#4557
  @Test
  void cartWithoutDiscountHasNone() {
    shop.set(shop.product(3_460, 9), 3);
    shop.set(shop.product(25_000, 9), 1);
    shop.set(shop.product(4_713, 9), 6);
    Cart cart = shop.set(shop.product(4_501, 9), 6);
    assertThat(cart.getDiscountMinor()).isZero();
    assertThat(cart.getTotalMinor()).isEqualTo(cart.getSubtotalMinor());
  }

  private static Coupon.Builder coupon(String code) {
    return Coupon.newBuilder()
        .setCouponCode(code)
        .setDisplayName("Coupon")
        .setRateBp(1_000)
        .setActive(true);
  }

  private String coupon(Coupon.Builder coupon) {
    return shop.clinic().coupon(coupon);
  }

  private static CartLineInput.Builder variant(String product, String variant) {
    CartLineInput.Builder line = Shop.line(product, 1);
    line.getKeyBuilder().setVariant(variant);
    return line;
  }
}
