package dev.corral.cart;

import static dev.corral.cart.CartCalls.amount;
import static dev.corral.cart.CartCalls.assertSums;
import static dev.corral.cart.CartCalls.rate;
import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartLine;
import dev.corral.cart.v1.Order;
import dev.corral.catalog.v1.Coupon;
import dev.corral.catalog.v1.Product;
import dev.corral.common.v1.Money;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.GetClientStatementRequest;
import dev.corral.payment.v1.GetClientStatementResponse;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.InvoiceLine;
import dev.corral.payment.v1.InvoiceState;
import dev.corral.payment.v1.Payment;
import dev.corral.payment.v1.PaymentMethod;
import dev.corral.payment.v1.PaymentState;
import dev.corral.payment.v1.RecordInvoicePaymentRequest;
import dev.corral.payment.v1.SettlePendingPaymentRequest;
import dev.corral.payment.v1.UpsertPaymentMethodRequest;
import dev.corral.tenant.v1.TaxMode;
import dev.corral.tenant.v1.TaxRounding;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What others reported of totals, rounding and vouchers, tried from cart to invoice. */
class PublicCartMoneyCasesTest {

  private final TestServer server = TestServer.shared();

  @AfterAll
  static void booksAgree() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  // 113, PrestaShop/PrestaShop#11507
  @Test
  void priceThatChangesWhileTheBankIsAskedLeavesTheOrderFullyPaid() {
    Shop shop = shop("USD", TaxRounding.TAX_ROUNDING_PER_LINE);
    Product.Builder product = Clinic.tablets(1_100).setTaxRateBp(0);
    shop.clinic().product(product);
    shop.receive(product.getProductId(), 5);
    Order order = shop.buy(product.getProductId(), 1);
    Payment atTheBank = pay(shop, order, true);
    shop.clinic().product(product.setPriceMinor(9_900));
    shop.clinic()
        .payments()
        .settlePendingPayment(
            SettlePendingPaymentRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setPaymentId(atTheBank.getPaymentId())
                .setState(PaymentState.PAYMENT_STATE_SETTLED)
                .build());
    Invoice invoice = shop.invoice(order.getInvoiceId());
    assertThat(invoice.getTotalMinor()).isEqualTo(1_100);
    assertThat(invoice.getState()).isEqualTo(InvoiceState.INVOICE_STATE_PAID);
  }

  // 117, saleor/saleor#544
  @Test
  void oneUseVoucherOfTwoClientsIsOneDiscountedOrder() {
    Shop shop = shop("USD", TaxRounding.TAX_ROUNDING_PER_LINE);
    String code = shop.clinic().coupon(rate("ONE", 1_000).setMaxUses(1));
    String product = product(shop, 1_000, 0);
    Shop second = shop.withClient();
    shop.set(product, 1);
    second.set(product, 1);
    Cart first = shop.applyCoupon(code);
    Cart late = second.applyCoupon(code);
    assertThat(shop.checkout(first).getDiscountMinor()).isEqualTo(100);
    assertRefused(Outcome.COUPON_USED_UP, () -> second.checkout(late));
    Cart without =
        second.carts().removeCoupon(CartCalls.takingOff(second.owner()).build()).getCart();
    Order order = second.checkout(without);
    assertThat(order.getDiscountMinor()).isZero();
    assertThat(order.getTotalMinor()).isEqualTo(1_000);
  }

  // 125, odoo/odoo#36675
  @Test
  void taxIsRoundedOnTheTotalOrOnTheLinesAndIsTheSameOnCartAndInvoice() {
    assertThat(tax(TaxRounding.TAX_ROUNDING_PER_TOTAL)).isEqualTo(1_533);
    assertThat(tax(TaxRounding.TAX_ROUNDING_PER_LINE)).isEqualTo(1_534);
  }

  private long tax(TaxRounding rounding) {
    Shop shop = shop("USD", rounding);
    shop.set(product(shop, 5_555, 2_300), 1);
    Cart cart = shop.set(product(shop, 1_111, 2_300), 1);
    Invoice invoice = assertSameOnInvoice(shop, cart);
    assertThat(invoice.getTaxMinor()).isEqualTo(cart.getTaxMinor());
    pay(shop, invoice, false);
    assertThat(shop.invoice(invoice.getInvoiceId()).getState())
        .isEqualTo(InvoiceState.INVOICE_STATE_PAID);
    return cart.getTaxMinor();
  }

  // 127, odoo/odoo PR#156897
  @ParameterizedTest
  @EnumSource(
      value = TaxRounding.class,
      names = {"TAX_ROUNDING_PER_LINE", "TAX_ROUNDING_PER_TOTAL"})
  void allOffFiveTaxedLinesIsExactlyZero(TaxRounding rounding) {
    for (Coupon.Builder coupon : List.of(rate("FREE", 10_000), amount("ALL", 267_669))) {
      Shop shop = shop("USD", rounding);
      for (long price : new long[] {560, 892, 4_491, 21_726, 240_000}) {
        shop.set(product(shop, price, 1_500), 1);
      }
      assertThat(shop.cart().getNetMinor()).isEqualTo(267_669);
      assertFree(shop, coupon, 267_669);
    }
  }

  // 129, frappe/erpnext#52001
  @Test
  void allOffAPriceWithTaxIsNetZeroAndIsIssued() {
    Shop shop = Shop.open(server, Clinic.settings("UTC").setCurrencyCode("USD").build());
    shop.set(product(shop, 1_300, 1_500), 1);
    assertFree(shop, rate("FREE", 10_000), 1_300);
  }

  // 131, OCA/sale-workflow PR#4557
  @Test
  void noDiscountIsADiscountOfExactlyZero() {
    Shop shop = shop("KWD", TaxRounding.TAX_ROUNDING_PER_TOTAL);
    shop.set(product(shop, 3_460, 0), 3);
    shop.set(product(shop, 25_000, 0), 1);
    shop.set(product(shop, 4_713, 0), 6);
    Cart cart = shop.set(product(shop, 4_501, 0), 6);
    assertThat(cart.getTotalMinor()).isEqualTo(90_664);
    assertThat(cart.getDiscountMinor()).isZero();
    assertThat(assertSameOnInvoice(shop, cart).getDiscountMinor()).isZero();
  }

  // 133, medusajs/medusa#12226
  @Test
  void discountThatCoversAllLeavesNothingToPay() {
    Shop shop = shop("USD", TaxRounding.TAX_ROUNDING_PER_TOTAL);
    shop.set(product(shop, 333, 2_100), 3);
    shop.set(product(shop, 1_429, 2_100), 7);
    shop.set(product(shop, 1, 700), 1);
    Invoice free = assertFree(shop, amount("MORE", 11_004), 11_003);
    assertRefused(Outcome.OVERPAYMENT, () -> pay(shop, free.toBuilder().setTotalMinor(1), false));
  }

  // 135, calcom/cal.diy#29983
  @Test
  void tenThousandYenStayTenThousand() {
    Shop shop = shop("JPY", TaxRounding.TAX_ROUNDING_PER_LINE);
    Cart cart = shop.set(product(shop, 10_000, 0), 1);
    assertThat(cart.getCurrencyCode()).isEqualTo("JPY");
    assertThat(cart.getLines(0).getUnitPriceMinor()).isEqualTo(10_000);
    assertThat(cart.getTotalMinor()).isEqualTo(10_000);
    Invoice invoice = assertSameOnInvoice(shop, cart);
    assertThat(pay(shop, invoice, false).getAmountMinor()).isEqualTo(10_000);
    assertThat(statement(shop).getEntriesList().stream().map(e -> Math.abs(e.getOwedMinor())))
        .containsOnly(10_000L);
  }

  // 141, odoo/odoo PR#287145
  @Test
  void discountWithThreeDecimalsIsTheSameOnTheLineAndInTheLedger() {
    Shop shop = shop("BHD", TaxRounding.TAX_ROUNDING_PER_LINE);
    shop.set(product(shop, 22_750, 0), 1);
    Cart cart = shop.applyCoupon(shop.clinic().coupon(amount("OFF", 2_275)));
    assertThat(cart.getLines(0).getDiscountMinor()).isEqualTo(2_275);
    assertThat(cart.getTotalMinor()).isEqualTo(20_475);
    Invoice invoice = assertSameOnInvoice(shop, cart);
    assertThat(invoice.getLines(0).getDiscountMinor()).isEqualTo(2_275);
    assertThat(statement(shop).getOwedMinor()).isEqualTo(20_475);
    assertThat(statement(shop).getEntries(0).getOwedMinor()).isEqualTo(20_475);
  }

  private Shop shop(String currency, TaxRounding rounding) {
    return Shop.open(
        server,
        Clinic.settings("UTC")
            .setCurrencyCode(currency)
            .setTaxMode(TaxMode.TAX_MODE_EXCLUSIVE)
            .setTaxRounding(rounding)
            .build());
  }

  private static String product(Shop shop, long price, int taxRateBp) {
    String id = shop.clinic().product(Clinic.tablets(price).setTaxRateBp(taxRateBp));
    shop.receive(id, 99);
    return id;
  }

  /** Puts a coupon on the cart and checks it out: nothing is to be paid. */
  private static Invoice assertFree(Shop shop, Coupon.Builder coupon, long discountMinor) {
    Cart cart = shop.applyCoupon(shop.clinic().coupon(coupon));
    assertThat(Stream.of(cart.getNetMinor(), cart.getTaxMinor(), cart.getTotalMinor()))
        .containsOnly(0L);
    assertThat(cart.getDiscountMinor()).isEqualTo(discountMinor);
    Invoice invoice = assertSameOnInvoice(shop, cart);
    assertThat(invoice.getState()).isEqualTo(InvoiceState.INVOICE_STATE_PAID);
    assertThat(invoice.getNumber()).isEqualTo(1);
    assertThat(invoice.getDueMinor()).isZero();
    assertThat(statement(shop).getOwedMinor()).isZero();
    return invoice;
  }

  /** Checks a cart out: order and invoice have its figures, in all and on each line. */
  private static Invoice assertSameOnInvoice(Shop shop, Cart cart) {
    assertSums(cart);
    List<List<Long>> lines = cart.getLinesList().stream().map(line -> figures(line)).toList();
    Order order = shop.checkout(cart);
    Invoice invoice = shop.invoice(order.getInvoiceId());
    assertThat(invoice.getLinesList().stream().map(line -> figures(line))).isEqualTo(lines);
    assertThat(
            List.of(
                List.of(order.getNetMinor(), order.getTaxMinor(), order.getTotalMinor()),
                List.of(invoice.getNetMinor(), invoice.getTaxMinor(), invoice.getTotalMinor())))
        .containsOnly(List.of(cart.getNetMinor(), cart.getTaxMinor(), cart.getTotalMinor()));
    assertThat(List.of(order.getDiscountMinor(), invoice.getDiscountMinor()))
        .containsOnly(cart.getDiscountMinor());
    assertThat(List.of(order.getCurrencyCode(), invoice.getCurrencyCode()))
        .containsOnly(cart.getCurrencyCode());
    return invoice;
  }

  private static List<Long> figures(CartLine line) {
    return List.of(
        line.getUnitPriceMinor(),
        line.getDiscountMinor(),
        line.getNetMinor(),
        line.getTaxMinor(),
        line.getTotalMinor());
  }

  private static List<Long> figures(InvoiceLine line) {
    return List.of(
        line.getInput().getUnitPriceMinor(),
        line.getDiscountMinor(),
        line.getNetMinor(),
        line.getTaxMinor(),
        line.getTotalMinor());
  }

  private static GetClientStatementResponse statement(Shop shop) {
    return shop.clinic()
        .payments()
        .getClientStatement(
            GetClientStatementRequest.newBuilder().setClientId(shop.client()).build());
  }

  private static Payment pay(Shop shop, Order order, boolean pending) {
    return pay(shop, shop.invoice(order.getInvoiceId()), pending);
  }

  private static Payment pay(Shop shop, Invoice invoice, boolean pending) {
    return pay(shop, invoice.toBuilder(), pending);
  }

  /** Pays the total of an invoice. */
  private static Payment pay(Shop shop, Invoice.Builder invoice, boolean pending) {
    shop.clinic()
        .payments()
        .upsertPaymentMethod(
            UpsertPaymentMethodRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setMethod(
                    PaymentMethod.newBuilder()
                        .setMethodId("card")
                        .setDisplayName("Card")
                        .setActive(true))
                .build());
    return shop.clinic()
        .payments()
        .recordInvoicePayment(
            RecordInvoicePaymentRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setInvoiceId(invoice.getInvoiceId())
                .setAmount(
                    Money.newBuilder()
                        .setCurrencyCode(invoice.getCurrencyCode())
                        .setMinorUnits(invoice.getTotalMinor()))
                .setMethodId("card")
                .setPending(pending)
                .build())
        .getPayment();
  }
}
