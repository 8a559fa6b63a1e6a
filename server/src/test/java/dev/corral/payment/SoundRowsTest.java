package dev.corral.payment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corral.TestServer;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.Payment;
import dev.corral.testing.TestPostgres;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of a row stands in the table too: whatever a function does, it cannot be broken. */
class SoundRowsTest {

  private static TestServer server;
  private static Invoice invoice;
  private static Payment payment;

  @BeforeAll
  static void invoiceIsPaidInPart() {
    server = TestServer.shared();
    Till till = Till.open(server);
    invoice = till.issued(100);
    payment = till.pay(invoice, 40);
  }

  @ParameterizedTest
  @MethodSource("brokenInvoices")
  void invoiceStaysSound(String change) {
    assertRefused("invoice", change, "invoice_id = '" + invoice.getInvoiceId() + "'");
  }

  static Stream<String> brokenInvoices() {
    return Stream.of(
        "state = 'LOST'",
        "number = 0",
        "net_minor = -1, total_minor = tax_minor - 1",
        "tax_minor = -1, total_minor = net_minor - 1",
        "total_minor = total_minor + 1",
        "paid_minor = -1",
        "pending_minor = -1",
        "pending_minor = total_minor",
        "refunded_minor = -1",
        "state = 'PAID'",
        "state = 'ISSUED'",
        "state = 'VOID'",
        "paid_minor = total_minor");
  }

  @ParameterizedTest
  @MethodSource("brokenPayments")
  void paymentStaysSound(String change) {
    assertRefused("payment", change, "payment_id = '" + payment.getPaymentId() + "'");
  }

  static Stream<String> brokenPayments() {
    return Stream.of(
        "state = 'LOST'",
        "state = 'PENDING'",
        "settle_time = NULL",
        "amount_minor = -1",
        "amount_minor = 0",
        "surplus_minor = -1",
        "refunded_minor = -1",
        "refunded_minor = amount_minor + 1",
        "state = 'FAILED', refunded_minor = 1");
  }

  @ParameterizedTest
  @MethodSource("brokenEntries")
  void entryOfTheLedgerStaysSound(String change) {
    assertRefused(
        "ledger", change, "account = 'OWED' AND invoice_id = '" + invoice.getInvoiceId() + "'");
  }

  static Stream<String> brokenEntries() {
    return Stream.of("account = 'LOST'", "kind = 'LOST'", "amount_minor = 0");
  }

  private static void assertRefused(String table, String change, String row) {
    String sql = "UPDATE payment." + table + " SET " + change + " WHERE " + row;
    assertThatThrownBy(() -> TestPostgres.execute(server.databaseUrl(), sql))
        .rootCause()
        .hasMessageContaining("violates check constraint \"" + table + "_sound_check\"");
  }
}
