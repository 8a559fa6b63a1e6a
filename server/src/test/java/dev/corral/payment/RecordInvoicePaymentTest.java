package dev.corral.payment;

import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.common.v1.Role;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.InvoiceState;
import dev.corral.payment.v1.Payment;
import dev.corral.payment.v1.PaymentState;
import dev.corral.payment.v1.RecordInvoicePaymentResponse;
import dev.corral.payment.v1.SettlePendingPaymentResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a payment does; what it refuses is in RecordInvoicePaymentRefusalsTest. */
class RecordInvoicePaymentTest {

  private final TestServer server = TestServer.shared();
  private final Till till = Till.open(server);

  @AfterAll
  static void booksAgree() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void paymentsInPartsLeadToPaidAndEachAnswerSaysWhatIsDue() {
    Invoice invoice = till.issued(109_999);
    RecordInvoicePaymentResponse part = till.pay(till.payment(invoice, 109_998));
    assertThat(part.getInvoice().getState()).isEqualTo(InvoiceState.INVOICE_STATE_PARTIALLY_PAID);
    assertThat(part.getInvoice().getDueMinor()).isEqualTo(1);
    RecordInvoicePaymentResponse rest = till.pay(till.payment(invoice, 1));
    assertThat(rest.getInvoice().getState()).isEqualTo(InvoiceState.INVOICE_STATE_PAID);
    assertThat(rest.getInvoice().getDueMinor()).isZero();
    assertThat(rest.getInvoice().getVersion()).isEqualTo(invoice.getVersion() + 2);
    assertThat(till.get(invoice).toBuilder().clearLines().build()).isEqualTo(rest.getInvoice());
    assertThat(till.payments(invoice)).containsExactly(rest.getPayment(), part.getPayment());
  }

  @Test
  void paymentSaysWhoPaidWhatHowAndWhen() {
    Invoice invoice = till.issued(100);
    Till desk = till.as(Role.ROLE_RECEPTION, Clinic.newId());
    Payment payment = desk.pay(invoice, 40, "ch_1");
    assertThat(payment.getInvoiceId()).isEqualTo(invoice.getInvoiceId());
    assertThat(payment.getClientId()).isEqualTo(till.client());
    assertThat(payment.getMethodId()).isEqualTo("card");
    assertThat(payment.getReference()).isEqualTo("ch_1");
    assertThat(payment.getAmountMinor()).isEqualTo(40);
    assertThat(payment.getCurrencyCode()).isEqualTo("PYG");
    assertThat(payment.getState()).isEqualTo(PaymentState.PAYMENT_STATE_SETTLED);
    assertThat(payment.getSettleTime()).isEqualTo(payment.getCreateTime());
    assertThat(payment.getRefundsList()).isEmpty();
  }

  @Test
  void pendingPaymentIsNotPaidButNoLongerDueUntilItsEndIsKnown() {
    Invoice invoice = till.issued(100);
    RecordInvoicePaymentResponse pending = till.pay(till.payment(invoice, 70).setPending(true));
    assertThat(pending.getPayment().hasSettleTime()).isFalse();
    assertThat(pending.getInvoice().getState()).isEqualTo(InvoiceState.INVOICE_STATE_ISSUED);
    assertThat(pending.getInvoice().getPaidMinor()).isZero();
    assertThat(pending.getInvoice().getPendingMinor()).isEqualTo(70);
    assertThat(till.statement().getOwedMinor()).isEqualTo(100);
    till.pay(invoice, 30);
    SettlePendingPaymentResponse end =
        till.settle(pending.getPayment(), PaymentState.PAYMENT_STATE_SETTLED);
    assertThat(end.getInvoice().getState()).isEqualTo(InvoiceState.INVOICE_STATE_PAID);
    assertThat(end.getInvoice().getPendingMinor()).isZero();
    assertThat(end.getPayment().hasSettleTime()).isTrue();
    assertThat(till.statement().getOwedMinor()).isZero();
  }

  @Test
  void dueOfAnInvoiceIsTheDueThatARefusalNames() {
    Invoice invoice = till.issued(100);
    till.pending(invoice, 70);
    String due =
        assertRefused(Outcome.PAYMENT_PENDING, () -> till.pay(invoice, 31))
            .getMetadataMap()
            .get("due_minor");
    assertThat(till.get(invoice).getDueMinor()).isEqualTo(Long.parseLong(due));
  }
}
