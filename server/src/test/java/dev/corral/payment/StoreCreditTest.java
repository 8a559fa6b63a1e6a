package dev.corral.payment;

import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.common.v1.Role;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.ApplyCreditResponse;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.InvoiceState;
import dev.corral.payment.v1.Payment;
import dev.corral.payment.v1.PaymentState;
import dev.corral.tenant.v1.SurplusPolicy;
import dev.corral.testing.Sql;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class StoreCreditTest {

  private static final long MAX = 1_000_000_000_000_000L;

  private final TestServer server = TestServer.shared();
  private final Till till = Till.open(server);
  private final Till keeping =
      Till.open(server, Till.settings().setSurplusPolicy(SurplusPolicy.SURPLUS_POLICY_CREDIT));

  @AfterAll
  static void booksAgree() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void creditPaysAnInvoiceAsAPaymentOfItsOwnMethod() {
    assertThat(till.grant(100)).isEqualTo(100);
    assertThat(till.grant(50)).isEqualTo(150);
    Invoice invoice = till.issued(120);
    ApplyCreditResponse applied = till.apply(invoice, 120);
    assertThat(applied.getCreditMinor()).isEqualTo(30);
    assertThat(applied.getInvoice().getState()).isEqualTo(InvoiceState.INVOICE_STATE_PAID);
    assertThat(applied.getPayment().getMethodId()).isEqualTo("credit");
    assertThat(applied.getPayment().getState()).isEqualTo(PaymentState.PAYMENT_STATE_SETTLED);
    assertThat(till.payments(invoice)).containsExactly(applied.getPayment());
  }

  @Test
  void moreThanTheClientHasIsRefusedAndChangesNothing() {
    till.grant(99);
    Invoice invoice = till.issued(200);
    assertThat(
            assertRefused(Outcome.CREDIT_TOO_SMALL, () -> till.apply(invoice, 100))
                .getMetadataMap())
        .isEqualTo(Map.of("credit_minor", "99"));
    assertThat(till.get(invoice).getVersion()).isEqualTo(invoice.getVersion());
    assertThat(till.apply(invoice, 99).getCreditMinor()).isZero();
  }

  @Test
  void creditOfOneClientPaysNobodyElsesInvoice() {
    till.grant(100);
    Till other = till.billing(till.clinic().client());
    Invoice invoice = other.issued(100);
    assertRefused(Outcome.CREDIT_TOO_SMALL, () -> till.apply(invoice, 1));
    assertThat(till.statement().getCreditMinor()).isEqualTo(100);
  }

  @Test
  void creditIsNoMethodToRecordAPaymentWith() {
    till.grant(100);
    Invoice invoice = till.issued(100);
    assertRefused(
        Outcome.INVALID_PAYMENT, () -> till.pay(till.payment(invoice, 100).setMethodId("credit")));
    assertThat(till.statement().getCreditMinor()).isEqualTo(100);
  }

  @Test
  void creditWaitsForAPendingPaymentAndPaysNoDraftOrVoidInvoice() {
    till.grant(1_000);
    Invoice invoice = till.issued(100);
    Payment pending = till.pending(invoice, 60);
    assertThat(
            assertRefused(Outcome.PAYMENT_PENDING, () -> till.apply(invoice, 41)).getMetadataMap())
        .isEqualTo(Map.of("due_minor", "40", "pending_minor", "60"));
    assertRefused(Outcome.OVERPAYMENT, () -> till.apply(invoice, 101));
    till.apply(invoice, 40);
    till.settle(pending, PaymentState.PAYMENT_STATE_FAILED);
    assertThat(till.apply(invoice, 60).getInvoice().getDueMinor()).isZero();
    Invoice draft = till.draft(till.bill(Till.line(1, 100, 0)));
    assertRefused(Outcome.INVOICE_NOT_PAYABLE, () -> till.apply(draft, 1));
    till.cancel(draft);
    assertRefused(Outcome.INVOICE_NOT_PAYABLE, () -> till.apply(draft, 1));
    assertThat(till.statement().getCreditMinor()).isEqualTo(900);
  }

  @Test
  void surplusOnAPaidInvoiceIsAllCredit() {
    Invoice invoice = keeping.issued(100);
    keeping.pay(invoice, 100);
    Payment surplus = keeping.pay(invoice, 70);
    assertThat(surplus.getAmountMinor()).isZero();
    assertThat(surplus.getSurplusMinor()).isEqualTo(70);
    assertThat(surplus.getState()).isEqualTo(PaymentState.PAYMENT_STATE_SETTLED);
    Invoice after = keeping.get(invoice);
    assertThat(after.getState()).isEqualTo(InvoiceState.INVOICE_STATE_PAID);
    assertThat(after.getPaidMinor()).isEqualTo(100);
    assertThat(keeping.statement().getCreditMinor()).isEqualTo(70);
    assertThat(keeping.statement().getOwedMinor()).isZero();
  }

  @Test
  void surplusOnAnInvoiceOfNothingIsAllCredit() {
    Invoice free = keeping.issued(0);
    assertThat(keeping.pay(free, 5).getSurplusMinor()).isEqualTo(5);
    assertThat(keeping.get(free).getState()).isEqualTo(InvoiceState.INVOICE_STATE_PAID);
    assertThat(keeping.statement().getCreditMinor()).isEqualTo(5);
  }

  @Test
  void surplusIsNotKeptWhileAPaymentIsInDoubt() {
    Invoice invoice = keeping.issued(100);
    assertRefused(Outcome.OVERPAYMENT, () -> keeping.pending(invoice, 101));
    Payment pending = keeping.pending(invoice, 100);
    assertRefused(Outcome.OVERPAYMENT, () -> keeping.pay(invoice, 101));
    keeping.settle(pending, PaymentState.PAYMENT_STATE_SETTLED);
    assertThat(keeping.pay(invoice, 101).getSurplusMinor()).isEqualTo(101);
  }

  @Test
  void creditHasALimitWhereverItComesFrom() {
    keeping.grant(MAX - 10);
    assertRefused(Outcome.AMOUNT_TOO_LARGE, () -> keeping.grant(11));
    Invoice invoice = keeping.issued(100);
    assertRefused(Outcome.AMOUNT_TOO_LARGE, () -> keeping.pay(invoice, 111));
    assertThat(keeping.payments(invoice)).isEmpty();
    keeping.pay(invoice, 110);
    assertThat(keeping.statement().getCreditMinor()).isEqualTo(MAX);
  }

  @Test
  void refusedGrantLeavesNoTrace() {
    Till strange = till.billing(Clinic.newId());
    assertRefused(Outcome.CLIENT_NOT_FOUND, () -> strange.grant(1));
    String rows =
        Sql.row(
            server.databaseUrl(),
            "SELECT count(*) FROM payment.credit WHERE tenant_id = '"
                + till.clinic().tenantId()
                + "'");
    assertThat(rows).isEqualTo("0");
  }

  @Test
  void clientSeesOnlyTheirOwnAndMovesNoMoney() {
    Invoice invoice = till.issued(100);
    Payment payment = till.pay(invoice, 60);
    till.grant(10);
    Till self = till.as(Role.ROLE_CLIENT, till.client());
    assertThat(self.get(invoice)).isEqualTo(till.get(invoice));
    assertThat(self.payments(invoice)).containsExactly(payment);
    assertThat(self.statement()).isEqualTo(till.statement());
    Till stranger = till.as(Role.ROLE_CLIENT, till.clinic().client());
    assertRefused(Outcome.INVOICE_NOT_FOUND, () -> stranger.get(invoice));
    assertRefused(Outcome.CLIENT_NOT_FOUND, stranger::statement);
    assertThat(stranger.payments(invoice)).isEmpty();
    for (Till client : List.of(self, stranger)) {
      assertRefused(ServerReason.ROLE_NOT_ALLOWED, () -> client.grant(1));
      assertRefused(ServerReason.ROLE_NOT_ALLOWED, () -> client.apply(invoice, 1));
      assertRefused(ServerReason.ROLE_NOT_ALLOWED, () -> client.pay(invoice, 1));
      assertRefused(ServerReason.ROLE_NOT_ALLOWED, () -> client.cancel(invoice));
    }
  }
}
