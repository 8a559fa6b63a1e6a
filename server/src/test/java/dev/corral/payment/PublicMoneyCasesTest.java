package dev.corral.payment;

import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.TestServer;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.GetClientStatementResponse;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.InvoiceInput;
import dev.corral.payment.v1.InvoiceLineInput;
import dev.corral.payment.v1.InvoiceState;
import dev.corral.payment.v1.Payment;
import dev.corral.payment.v1.RefundPaymentResponse;
import dev.corral.tenant.v1.TaxMode;
import dev.corral.tenant.v1.TaxRounding;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others reported of rounding and currencies, tried on Corral from draft to refund. */
class PublicMoneyCasesTest {

  private static final long BEYOND_DOUBLE = 9_007_199_254_740_993L;
  private static final long MAX = 1_000_000_000_000_000L;

  private final TestServer server = TestServer.shared();

  @AfterAll
  static void booksAgree() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  // 125, https://github.com/odoo/odoo/issues/36675
  @Test
  void taxIsRoundedOnTheTotalOrOnTheLinesAsTheTenantSaysAndTheSameEverywhere() {
    assertThat(taxEverywhere(TaxRounding.TAX_ROUNDING_PER_TOTAL)).isEqualTo(1533);
    assertThat(taxEverywhere(TaxRounding.TAX_ROUNDING_PER_LINE)).isEqualTo(1534);
  }

  private long taxEverywhere(TaxRounding rounding) {
    Till till = exclusive("USD", rounding);
    Invoice draft = till.draft(till.bill(Till.line(1, 5555, 2300), Till.line(1, 1111, 2300)));
    Invoice issued = till.issue(draft);
    Invoice paid = till.pay(till.payment(issued, issued.getTotalMinor())).getInvoice();
    assertThat(Stream.of(issued, paid, till.get(draft)).map(Invoice::getTaxMinor))
        .containsOnly(draft.getTaxMinor());
    assertThat(paid.getState()).isEqualTo(InvoiceState.INVOICE_STATE_PAID);
    assertThat(till.get(draft).getLinesList()).isEqualTo(draft.getLinesList());
    return draft.getTaxMinor();
  }

  // 127, https://github.com/odoo/odoo/pull/156897
  @ParameterizedTest
  @EnumSource(
      value = TaxRounding.class,
      names = {"TAX_ROUNDING_PER_LINE", "TAX_ROUNDING_PER_TOTAL"})
  void allOffFiveTaxedLinesIsExactlyZero(TaxRounding rounding) {
    Till till = exclusive("USD", rounding);
    InvoiceInput.Builder bill =
        till.bill(
            Till.line(1, 560, 1500),
            Till.line(1, 892, 1500),
            Till.line(1, 4491, 1500),
            Till.line(1, 21_726, 1500),
            Till.line(1, 240_000, 1500));
    assertFree(till, bill.clone().setDiscountBp(10_000), 267_669);
    assertFree(till, bill.clone().setDiscountAmountMinor(267_669), 267_669);
    bill.getLinesBuilderList().forEach(line -> line.setDiscountBp(10_000));
    assertFree(till, bill, 267_669);
  }

  // 129, https://github.com/frappe/erpnext/issues/52001
  @Test
  void allOffAPriceWithTaxIsNetZeroAndCanBeIssued() {
    Till till = Till.open(server, Till.settings().setCurrencyCode("USD"));
    assertFree(till, till.bill(Till.line(1, 1300, 1500)).setDiscountBp(10_000), 1300);
  }

  // 131, https://github.com/OCA/sale-workflow/pull/4557
  @Test
  void noDiscountIsADiscountOfExactlyZero() {
    Till till = exclusive("KWD", TaxRounding.TAX_ROUNDING_PER_TOTAL);
    Invoice invoice =
        till.issued(
            till.bill(
                Till.line(3, 3460, 0),
                Till.line(1, 25_000, 0),
                Till.line(6, 4713, 0),
                Till.line(6, 4501, 0)));
    assertThat(invoice.getDiscountMinor()).isZero();
    assertThat(invoice.getTotalMinor()).isEqualTo(90_664);
  }

  // 133, https://github.com/medusajs/medusa/issues/12226
  @Test
  void discountThatCoversAllLeavesNothingToPay() {
    Till till = exclusive("USD", TaxRounding.TAX_ROUNDING_PER_TOTAL);
    InvoiceInput.Builder bill =
        till.bill(Till.line(3, 333, 2100), Till.line(7, 1429, 2100), Till.line(1, 1, 700));
    Invoice free = assertFree(till, bill.setDiscountAmountMinor(11_003), 11_003);
    assertThat(assertRefused(Outcome.OVERPAYMENT, () -> till.pay(free, 1)).getMetadataMap())
        .containsEntry("due_minor", "0");
    bill.setDiscountAmountMinor(11_004);
    assertRefused(Outcome.INVALID_DISCOUNT, () -> till.draft(bill));
  }

  // 135, https://github.com/calcom/cal.diy/issues/29983
  @Test
  void tenThousandYenStayTenThousand() {
    assertRoundTrip("JPY", 10_000);
  }

  // 137, https://github.com/alexmorrisnz/moodle-paygw_stripe/issues/2
  @Test
  void eightyYenAreEightyMinorUnits() {
    assertRoundTrip("JPY", 80);
  }

  // 139, https://github.com/activemerchant/active_merchant/pull/3589
  @Test
  void oneDinarIsAThousandMinorUnits() {
    assertRoundTrip("KWD", 1_000);
  }

  // 141, https://github.com/odoo/odoo/pull/287145
  @Test
  void discountWithThreeDecimalsIsTheSameOnTheLineAndInTheLedger() {
    Till till = exclusive("BHD", TaxRounding.TAX_ROUNDING_PER_LINE);
    InvoiceLineInput.Builder line = Till.line(1, 22_750, 0).setDiscountAmountMinor(2_275);
    Invoice invoice = till.issued(till.bill(line));
    assertThat(till.get(invoice).getLines(0).getDiscountMinor()).isEqualTo(2_275);
    assertThat(invoice.getDiscountMinor()).isEqualTo(2_275);
    assertThat(till.statement().getOwedMinor()).isEqualTo(20_475);
    assertThat(till.statement().getEntries(0).getOwedMinor()).isEqualTo(20_475);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PYG", "JPY", "KWD", "USD"})
  void largestAmountsAndOddOnesSurviveInEveryCurrency(String currency) {
    assertRoundTrip(currency, MAX);
    assertRoundTrip(currency, MAX - 1);
    assertRoundTrip(currency, 999_999_999_999_937L);
  }

  /** No single amount is that large; a client who owes ten invoices is. */
  @ParameterizedTest
  @ValueSource(strings = {"PYG", "JPY", "KWD", "USD"})
  void sumsBeyondWhatADoubleHoldsAreExact(String currency) {
    Till till = Till.open(server, Till.settings().setCurrencyCode(currency));
    for (int i = 0; i < 9; i++) {
      till.issued(MAX);
    }
    till.issued(BEYOND_DOUBLE - 9 * MAX);
    assertThat(till.statement().getOwedMinor()).isEqualTo(BEYOND_DOUBLE);
  }

  @Test
  void amountBeyondTheLargestIsRefusedAndNotRounded() {
    Till till = Till.open(server);
    Invoice invoice = till.issued(MAX);
    assertRefused(Outcome.INVALID_PAYMENT, () -> till.pay(invoice, BEYOND_DOUBLE));
    assertRefused(Outcome.INVALID_PAYMENT, () -> till.pay(invoice, Long.MAX_VALUE));
    assertRefused(Outcome.INVALID_PAYMENT, () -> till.pay(invoice, Long.MIN_VALUE));
    InvoiceInput.Builder bill = till.bill(Till.line(1_000_000, MAX, 10_000));
    assertRefused(Outcome.AMOUNT_TOO_LARGE, () -> till.issued(bill));
  }

  private Till exclusive(String currency, TaxRounding rounding) {
    return Till.open(
        server,
        Till.settings()
            .setCurrencyCode(currency)
            .setTaxMode(TaxMode.TAX_MODE_EXCLUSIVE)
            .setTaxRounding(rounding));
  }

  private static Invoice assertFree(Till till, InvoiceInput.Builder bill, long discountMinor) {
    Invoice invoice = till.issue(till.draft(bill));
    assertThat(invoice.getState()).isEqualTo(InvoiceState.INVOICE_STATE_PAID);
    assertThat(Stream.of(invoice.getNetMinor(), invoice.getTaxMinor(), invoice.getTotalMinor()))
        .containsOnly(0L);
    assertThat(invoice.getDueMinor()).isZero();
    assertThat(invoice.getDiscountMinor()).isEqualTo(discountMinor);
    assertThat(till.statement().getOwedMinor()).isZero();
    return invoice;
  }

  /** Through a line, an invoice, a payment, the ledger, a grant and a refund. */
  private void assertRoundTrip(String currency, long minor) {
    Till till = Till.open(server, Till.settings().setCurrencyCode(currency));
    Invoice invoice = till.get(till.issued(minor));
    assertThat(invoice.getLines(0).getInput().getUnitPriceMinor()).isEqualTo(minor);
    assertThat(invoice.getTotalMinor()).isEqualTo(minor);
    assertThat(invoice.getCurrencyCode()).isEqualTo(currency);
    Payment payment = till.pay(invoice, minor);
    assertThat(till.payments(invoice)).containsExactly(payment);
    assertThat(payment.getAmountMinor()).isEqualTo(minor);
    RefundPaymentResponse refund = till.refund(payment, minor);
    assertThat(refund.getPayment().getRefunds(0).getAmountMinor()).isEqualTo(minor);
    assertThat(till.grant(minor)).isEqualTo(minor);
    assertThat(till.apply(invoice, minor).getInvoice().getPaidMinor()).isEqualTo(minor);
    GetClientStatementResponse statement = till.statement();
    assertThat(statement.getCurrencyCode()).isEqualTo(currency);
    assertThat(statement.getEntriesList().stream().map(e -> Math.abs(e.getOwedMinor())))
        .containsExactly(minor, minor, minor, 0L, minor);
  }
}
