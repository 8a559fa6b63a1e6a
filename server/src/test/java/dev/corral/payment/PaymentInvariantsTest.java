package dev.corral.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.Payment;
import dev.corral.payment.v1.PaymentState;
import dev.corral.tenant.v1.RefundPolicy;
import dev.corral.tenant.v1.SurplusPolicy;
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

/** payment.verify_invariants finds each kind of error, and none where there is none. */
class PaymentInvariantsTest {

  private static final String PAID = "paid, pending or refunded is not the sum of the payments";
  private static final String REFUNDED =
      "a payment's refunded amount is not the sum of its refunds";
  private static final String LINES = "an invoice's totals are not the sum of its lines";
  private static final String GAP = "the numbers of a series have a gap";
  private static final String POSTING = "a posting does not add up to 0";
  private static final String OWED =
      "what the ledger says is owed on an invoice is not total less paid";
  private static final String LAST = "the last number of a series is not that of its invoices";
  private static final String BOOKED = "money or sales of an invoice are not what the ledger says";
  private static final String CLIENT = "a posting is not of its invoice's client";
  private static final String PAYER = "a payment is not of its invoice's client and currency";
  private static final String CURRENCY = "an invoice is not in the tenant's currency";
  private static final String CREDIT = "a client's credit is not what the ledger says";

  private static TestServer server;
  private static Till till;

  @BeforeAll
  static void everythingHappens() {
    server = TestServer.start(Map.of("CORRAL_POOL_SIZE", "2"));
    TestPostgres.execute(server.databaseUrl(), dropChecks());
    till =
        Till.open(
            server,
            Clinic.settings("America/Asuncion")
                .setSurplusPolicy(SurplusPolicy.SURPLUS_POLICY_CREDIT)
                .setRefundPolicy(RefundPolicy.REFUND_POLICY_CREDIT));
    till.draft(till.bill(Till.line(1, 100, 1_000)));
    till.cancel(till.issued(100));
    till.issued(till.bill(Till.line(1, 100, 0)).setDiscountBp(10_000));
    Invoice invoice =
        till.issued(
            till.bill(Till.line(1, 5_555, 2_300), Till.line(2, 333, 500))
                .setDiscountAmountMinor(7));
    Payment paid = till.pay(invoice, 1_000);
    till.refund(paid, 300);
    till.refund(paid, 200);
    till.grant(50);
    Payment byCredit = till.apply(invoice, 40).getPayment();
    till.refund(byCredit, 10);
    till.settle(till.pending(invoice, 100), PaymentState.PAYMENT_STATE_FAILED);
    till.settle(till.pending(invoice, 100), PaymentState.PAYMENT_STATE_SETTLED);
    till.pending(invoice, 70);
    till.pay(till.issued(30), 35);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void clinicThatDidEverythingHasNoViolation() {
    assertThat(server.violatedInvariants()).isEmpty();
    assertThat(
            Sql.row(
                server.databaseUrl(),
                "SELECT count(DISTINCT kind), count(DISTINCT account) FROM payment.ledger"))
        .isEqualTo("5|4");
  }

  static Stream<Arguments> errorsOfInvoices() {
    String invoices = "UPDATE payment.invoice SET ";
    String open = " WHERE state = 'PARTIALLY_PAID'";
    String ofDraft =
        " AS l USING payment.invoice AS i WHERE i.state = 'DRAFT' AND l.invoice_id = i.invoice_id";
    return Stream.of(
        error(invoices + "paid_minor = paid_minor + 1" + open, PAID, OWED),
        error(invoices + "pending_minor = 0" + open, PAID),
        error(invoices + "refunded_minor = 0" + open, PAID),
        error(invoices + "net_minor = net_minor + 1" + open, LINES),
        error(invoices + "tax_minor = tax_minor - 1" + open, LINES),
        error(invoices + "total_minor = total_minor + 1" + open, LINES, OWED, BOOKED),
        error(invoices + "discount_minor = 0" + open, LINES),
        error("DELETE FROM payment.invoice_line WHERE line_number = 2", LINES),
        error("DELETE FROM payment.invoice_line" + ofDraft, LINES),
        error(invoices + "number = 9" + open, GAP, LAST),
        error(invoices + "number = NULL WHERE number = 2", GAP),
        error("UPDATE payment.series SET last_number = last_number + 1", LAST),
        error(invoices + "state = 'VOID'" + open, OWED, BOOKED),
        error(invoices + "client_id = gen_random_uuid()" + open, CLIENT, PAYER),
        error(invoices + "currency_code = 'USD'" + open, PAYER, CURRENCY),
        error("DELETE FROM payment.series", LAST),
        error("INSERT INTO payment.series SELECT tenant_id, 'Z', 5 FROM payment.credit", LAST));
  }

  static Stream<Arguments> errorsOfMoney() {
    String payments = "UPDATE payment.payment SET ";
    String ledger = "DELETE FROM payment.ledger WHERE ";
    return Stream.of(
        error(payments + "amount_minor = amount_minor + 1 WHERE state = 'PENDING'", PAID),
        error(payments + "state = 'SETTLED' WHERE state = 'FAILED'", PAID, BOOKED),
        error(payments + "refunded_minor = 1 WHERE surplus_minor > 0", PAID, REFUNDED),
        error("DELETE FROM payment.refund WHERE amount_minor = 300", REFUNDED),
        error("UPDATE payment.refund SET amount_minor = 9 WHERE amount_minor = 10", REFUNDED),
        error(
            "UPDATE payment.ledger SET amount_minor = 36 WHERE amount_minor = 35", POSTING, BOOKED),
        error(ledger + "kind = 'CREDIT' AND account = 'SALES'", POSTING),
        error(ledger + "kind = 'VOID'", OWED, BOOKED),
        error(ledger + "kind = 'INVOICE' AND amount_minor IN (30, -30)", OWED, BOOKED),
        error(ledger + "kind = 'CREDIT'", CREDIT),
        error("UPDATE payment.credit SET credit_minor = credit_minor + 1", CREDIT),
        error(
            "UPDATE payment.ledger SET client_id = gen_random_uuid()"
                + " WHERE kind = 'CREDIT' AND account = 'CREDIT'",
            CREDIT));
  }

  static Stream<Arguments> errorsOfTheLedger() {
    String ledger = "UPDATE payment.ledger SET ";
    String posting =
        "INSERT INTO payment.ledger SELECT tenant_id, '00000000-0000-0000-0000-000000000001',"
            + " v.account, 'CREDIT', client_id, NULL, v.amount, now() FROM payment.credit,"
            + " (VALUES ('OWED', 7), ('MONEY', -7)) AS v (account, amount)";
    return Stream.of(
        error("DELETE FROM payment.credit", CREDIT),
        error(
            "UPDATE payment.payment SET surplus_minor = surplus_minor + 1 WHERE surplus_minor > 0",
            BOOKED),
        error("UPDATE payment.payment SET client_id = gen_random_uuid()", PAYER),
        error(ledger + "client_id = gen_random_uuid() WHERE account = 'OWED'", CLIENT),
        error(ledger + "account = 'SALES' WHERE account = 'MONEY'", BOOKED),
        error(posting, CLIENT));
  }

  @ParameterizedTest
  @MethodSource({"errorsOfInvoices", "errorsOfMoney", "errorsOfTheLedger"})
  void errorIsFound(String error, List<String> expected) {
    assertThat(PlantedError.found(server.databaseUrl(), error))
        .as(error)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void errorIsNamedWithItsTenantAndOnlyThere() {
    String other = Till.open(server).clinic().tenantId();
    TestPostgres.execute(
        server.databaseUrl(), "UPDATE payment.credit SET credit_minor = credit_minor + 1");
    String found = till.clinic().tenantId() + "|" + CREDIT + "|" + till.client();
    assertThat(Sql.rows(server.databaseUrl(), "SELECT * FROM kernel.verify_invariants()"))
        .containsExactly(found);
    assertThat(of(till.clinic().tenantId())).containsExactly(found);
    assertThat(of(other)).isEmpty();
    TestPostgres.execute(
        server.databaseUrl(), "UPDATE payment.credit SET credit_minor = credit_minor - 1");
  }

  private List<String> of(String tenantId) {
    return Sql.rows(
        server.databaseUrl(), "SELECT * FROM kernel.verify_invariants('" + tenantId + "')");
  }

  private static Arguments error(String sql, String... found) {
    return Arguments.of(sql, List.of(found));
  }

  /** Without the constraints that keep most of these errors out. */
  private static String dropChecks() {
    return "DO $$ DECLARE c record; BEGIN FOR c IN SELECT conrelid::regclass AS t, conname"
        + " FROM pg_constraint WHERE contype = 'c' AND connamespace = 'payment'::regnamespace"
        + " LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname);"
        + " END LOOP; END $$";
  }
}
