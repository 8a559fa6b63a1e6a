package dev.corral.cart;

import static dev.corral.cart.CartCalls.amount;
import static dev.corral.cart.CartCalls.assertSums;
import static dev.corral.cart.CartCalls.rate;
import static dev.corral.cart.CartCalls.visit;
import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartLine;
import dev.corral.catalog.v1.Coupon;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.InvoiceLine;
import dev.corral.payment.v1.InvoiceState;
import dev.corral.tenant.v1.TaxMode;
import dev.corral.tenant.v1.TaxRounding;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a coupon takes off, of which lines, to the last minor unit. */
class CouponDiscountTest {

  private final TestServer server = TestServer.shared();

  @AfterAll
  static void nothingIsOutOfStep() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  static Stream<Arguments> modes() {
    return Stream.of(TaxMode.TAX_MODE_INCLUSIVE, TaxMode.TAX_MODE_EXCLUSIVE)
        .flatMap(
            mode ->
                Stream.of(TaxRounding.TAX_ROUNDING_PER_LINE, TaxRounding.TAX_ROUNDING_PER_TOTAL)
                    .map(rounding -> Arguments.of(mode, rounding)));
  }

  @ParameterizedTest
  @CsvSource({
    "1005, 1000, 0, 101", // 100.5, half up
    "1004, 1000, 0, 100",
    "1, 1, 0, 0",
    "5000, 1, 0, 1", // 0.5
    "1000, 10000, 0, 1000",
    "1000, 5000, 499, 499",
    "1000, 5000, 500, 500",
    "1000, 5000, 501, 500",
  })
  void rateIsRoundedHalfUpAndHasACap(long price, int rateBp, long cap, long discount) {
    Shop shop = Shop.open(server);
    shop.set(shop.product(price, 9), 1);
    Cart cart = apply(shop, rate("RATE", rateBp).setMaxDiscountMinor(cap));
    assertThat(cart.getDiscountMinor()).isEqualTo(discount);
    assertThat(cart.getTotalMinor()).isEqualTo(price - discount);
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 1", "999, 0, 999", "1000, 0, 1000", "1001, 0, 1000", "700, 300, 300"})
  void amountIsNeverMoreThanThePrices(long off, long cap, long discount) {
    Shop shop = Shop.open(server);
    shop.set(shop.product(500, 9), 2);
    Cart cart = apply(shop, amount("OFF", off).setMaxDiscountMinor(cap));
    assertThat(cart.getDiscountMinor()).isEqualTo(discount);
    assertThat(shop.checkout(cart).getDiscountMinor()).isEqualTo(discount);
  }

  @Test
  void minimumCountsTheWholeCartBeforeTheDiscount() {
    Shop shop = Shop.open(server);
    String good = shop.product(600, 9);
    String other = shop.product(400, 9);
    shop.set(good, 1);
    Cart small = apply(shop, rate("BIG", 5_000).setMinSubtotalMinor(1_000).addProductIds(good));
    assertThat(small.getProblemsList())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.hasLineNumber()).isFalse();
              assertThat(problem.getError().getReason()).isEqualTo("COUPON_MINIMUM_NOT_REACHED");
              assertThat(problem.getError().getMetadataMap())
                  .containsEntry("min_subtotal_minor", "1000")
                  .containsEntry("subtotal_minor", "600");
            });
    assertThat(small.getDiscountMinor()).isZero();
    assertRefused(Outcome.COUPON_MINIMUM_NOT_REACHED, () -> shop.checkout(small));
    Cart enough = shop.set(other, 1);
    assertThat(enough.getProblemsList()).isEmpty();
    assertThat(enough.getDiscountMinor()).isEqualTo(300);
  }

  @Test
  void couponIsForItsProductsAndServicesOnly() {
    Shop shop = Shop.open(server);
    String product = shop.product(1_000, 9);
    String service = shop.clinic().service(Clinic.consultation(30).setPriceMinor(3_000));
    shop.set(shop.product(5_000, 9), 1);
    shop.set(product, 2);
    shop.set(shop.owner(), visit(service, 1));
    shop.set(shop.owner(), visit(shop.clinic().service(30), 1));
    assertThat(lineDiscounts(apply(shop, rate("P", 1_000).addProductIds(product))))
        .containsExactly(0L, 200L, 0L, 0L);
    assertThat(lineDiscounts(apply(shop, rate("S", 1_000).addServiceIds(service))))
        .containsExactly(0L, 0L, 300L, 0L);
    Coupon.Builder both = amount("B", 1_000_000).addProductIds(product).addServiceIds(service);
    assertThat(lineDiscounts(apply(shop, both))).containsExactly(0L, 2_000L, 3_000L, 0L);
    assertThat(lineDiscounts(apply(shop, amount("A", 500).addProductIds(product))))
        .containsExactly(0L, 500L, 0L, 0L);
  }

  @Test
  void cartWithNothingThatTheCouponIsForHasAProblemUntilItIsAdded() {
    Shop shop = Shop.open(server);
    String good = shop.product(1_000, 9);
    shop.set(shop.product(500, 9), 1);
    Cart cart = apply(shop, rate("ONLY", 5_000).addProductIds(good));
    assertThat(Shop.problems(cart)).containsExactly("COUPON_NOT_APPLICABLE");
    assertThat(cart.getTotalMinor()).isEqualTo(500);
    assertRefused(Outcome.COUPON_NOT_APPLICABLE, () -> shop.checkout(cart));
    Cart fitting = shop.set(good, 1);
    assertThat(fitting.getProblemsList()).isEmpty();
    assertThat(fitting.getTotalMinor()).isEqualTo(1_000);
  }

  @Test
  void restOfADiscountGoesToTheLargestRemainders() {
    Shop shop = Shop.open(server);
    for (long price : new long[] {333, 333, 334}) {
      shop.set(shop.product(price, 9), 1);
    }
    Cart cart = apply(shop, amount("OFF", 100));
    assertThat(lineDiscounts(cart)).containsExactly(33L, 33L, 34L);
    assertSums(cart);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void linesShareADiscountExactlyInEveryTaxModeAndTheInvoiceIsTheSame(
      TaxMode mode, TaxRounding rounding) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Shop shop = shop(mode, rounding);
    for (int round = 0; round < 8; round++) {
      int lines = 1 + random.nextInt(7);
      for (int i = 0; i < lines; i++) {
        shop.set(product(shop, 1 + random.nextInt(5_000), random.nextInt(3_000)), 1 + i);
      }
      Coupon.Builder coupon =
          random.nextBoolean()
              ? rate("C" + mode.getNumber() + round, 1 + random.nextInt(10_000))
              : amount("C" + mode.getNumber() + round, 1 + random.nextInt(20_000));
      Cart cart = apply(shop, coupon);
      assertSums(cart);
      assertThat(cart.getDiscountMinor()).as("seed %d", seed).isEqualTo(expected(coupon, cart));
      Invoice invoice = shop.invoice(shop.checkout(cart).getInvoiceId());
      assertThat(amounts(invoice)).as("seed %d", seed).isEqualTo(amounts(cart));
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void allOffIsExactlyNothingAndTheInvoiceIsPaid(TaxMode mode, TaxRounding rounding) {
    Shop shop = shop(mode, rounding);
    for (long price : new long[] {560, 892, 4_491, 21_726, 240_000, 1, 3}) {
      shop.set(product(shop, price, 1_500), 1);
    }
    Cart cart = apply(shop, rate("FREE", 10_000));
    assertThat(List.of(cart.getNetMinor(), cart.getTaxMinor(), cart.getTotalMinor()))
        .containsOnly(0L);
    assertThat(cart.getDiscountMinor()).isEqualTo(cart.getSubtotalMinor()).isEqualTo(267_673);
    assertThat(cart.getLinesList()).allMatch(line -> line.getTotalMinor() == 0);
    Invoice invoice = shop.invoice(shop.checkout(cart).getInvoiceId());
    assertThat(invoice.getState()).isEqualTo(InvoiceState.INVOICE_STATE_PAID);
    assertThat(invoice.getDueMinor()).isZero();
    assertThat(invoice.getNumber()).isEqualTo(1);
  }

  @Test
  void discountIsInTheTermsOfThePricesWithAndWithoutTax() {
    Shop with = shop(TaxMode.TAX_MODE_INCLUSIVE, TaxRounding.TAX_ROUNDING_PER_LINE);
    with.set(product(with, 11_000, 1_000), 1);
    Cart cart = apply(with, amount("OFF", 1_100));
    assertThat(List.of(cart.getNetMinor(), cart.getTaxMinor(), cart.getTotalMinor()))
        .containsExactly(9_000L, 900L, 9_900L);
    assertThat(cart.getPricesIncludeTax()).isTrue();

    Shop without = shop(TaxMode.TAX_MODE_EXCLUSIVE, TaxRounding.TAX_ROUNDING_PER_LINE);
    without.set(product(without, 11_000, 1_000), 1);
    cart = apply(without, amount("OFF", 1_000));
    assertThat(List.of(cart.getNetMinor(), cart.getTaxMinor(), cart.getTotalMinor()))
        .containsExactly(10_000L, 1_000L, 11_000L);
    assertThat(cart.getSubtotalMinor()).isEqualTo(11_000);
    assertThat(cart.getPricesIncludeTax()).isFalse();
  }

  private Shop shop(TaxMode mode, TaxRounding rounding) {
    return Shop.open(
        server, Clinic.settings("UTC").setTaxMode(mode).setTaxRounding(rounding).build());
  }

  private static String product(Shop shop, long price, int taxRateBp) {
    String id = shop.clinic().product(Clinic.tablets(price).setTaxRateBp(taxRateBp));
    shop.receive(id, 99);
    return id;
  }

  private static Cart apply(Shop shop, Coupon.Builder coupon) {
    // codes have three characters or more
    String code = shop.clinic().coupon(coupon.setCouponCode(coupon.getCouponCode() + "-CODE"));
    return shop.applyCoupon(code);
  }

  private static long expected(Coupon.Builder coupon, Cart cart) {
    long base = cart.getSubtotalMinor();
    long asked =
        coupon.hasAmountMinor()
            ? coupon.getAmountMinor()
            : (base * coupon.getRateBp() + 5_000) / 10_000;
    return Math.min(asked, base);
  }

  private static List<Long> lineDiscounts(Cart cart) {
    return cart.getLinesList().stream().map(CartLine::getDiscountMinor).toList();
  }

  private static List<List<Long>> amounts(Cart cart) {
    Stream<List<Long>> lines =
        cart.getLinesList().stream()
            .map(l -> List.of(l.getDiscountMinor(), l.getNetMinor(), l.getTaxMinor()));
    return Stream.concat(
            lines,
            Stream.of(List.of(cart.getDiscountMinor(), cart.getNetMinor(), cart.getTaxMinor())))
        .toList();
  }

  private static List<List<Long>> amounts(Invoice bill) {
    Stream<List<Long>> lines =
        bill.getLinesList().stream()
            .map(
                (InvoiceLine l) -> List.of(l.getDiscountMinor(), l.getNetMinor(), l.getTaxMinor()));
    return Stream.concat(
            lines,
            Stream.of(List.of(bill.getDiscountMinor(), bill.getNetMinor(), bill.getTaxMinor())))
        .toList();
  }
}
