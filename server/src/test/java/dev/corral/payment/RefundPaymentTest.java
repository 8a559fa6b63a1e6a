package dev.corral.payment;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.common.v1.Money;
import dev.corral.common.v1.Role;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.InvoiceState;
import dev.corral.payment.v1.Payment;
import dev.corral.payment.v1.RefundDestination;
import dev.corral.payment.v1.RefundPaymentRequest;
import dev.corral.payment.v1.RefundPaymentResponse;
import dev.corral.tenant.v1.RefundPolicy;
import dev.corral.tenant.v1.SurplusPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RefundPaymentTest {

  private static final long MAX = 1_000_000_000_000_000L;

  private final TestServer server = TestServer.shared();
  private final Till till = Till.open(server);

  @AfterAll
  static void booksAgree() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void refundGoesBackTheWayItCameAndLeavesCreditAlone() {
    Payment payment = till.pay(till.issued(100), 100);
    RefundPaymentResponse refund = till.refund(payment, 40);
    assertThat(refund.getPayment().getRefunds(0).getDestination())
        .isEqualTo(RefundDestination.REFUND_DESTINATION_METHOD);
    assertThat(refund.getPayment().getRefunds(0).getReason()).isEqualTo("returned");
    assertThat(till.statement().getCreditMinor()).isZero();
    assertThat(till.statement().getOwedMinor()).isEqualTo(40);
  }

  @Test
  void refundBecomesCreditWhereTheTenantSaysSo() {
    Till crediting = crediting();
    Invoice invoice = crediting.issued(100);
    RefundPaymentResponse refund = crediting.refund(crediting.pay(invoice, 100), 40);
    assertThat(refund.getPayment().getRefunds(0).getDestination())
        .isEqualTo(RefundDestination.REFUND_DESTINATION_CREDIT);
    assertThat(crediting.statement().getCreditMinor()).isEqualTo(40);
    assertThat(crediting.apply(invoice, 40).getInvoice().getState())
        .isEqualTo(InvoiceState.INVOICE_STATE_PAID);
    assertThat(crediting.statement().getCreditMinor()).isZero();
  }

  @Test
  void paymentByCreditGoesBackToCreditWhateverTheTenantSays() {
    for (Till one : List.of(till, crediting())) {
      one.grant(100);
      Payment payment = one.apply(one.issued(100), 70).getPayment();
      assertThat(one.statement().getCreditMinor()).isEqualTo(30);
      RefundPaymentResponse refund = one.refund(payment, 70);
      assertThat(refund.getPayment().getRefunds(0).getDestination())
          .isEqualTo(RefundDestination.REFUND_DESTINATION_CREDIT);
      assertThat(one.statement().getCreditMinor()).isEqualTo(100);
      assertRefused(Outcome.REFUND_TOO_LARGE, () -> one.refund(payment, 1));
    }
  }

  @Test
  void refundReopensTheInvoiceStepByStepForOthersToPay() {
    Invoice invoice = till.issued(100);
    Payment payment = till.pay(invoice, 100);
    assertThat(till.refund(payment, 1).getInvoice().getState())
        .isEqualTo(InvoiceState.INVOICE_STATE_PARTIALLY_PAID);
    assertThat(till.refund(payment, 99).getInvoice().getState())
        .isEqualTo(InvoiceState.INVOICE_STATE_ISSUED);
    till.pay(invoice, 100);
    Invoice paid = till.get(invoice);
    assertThat(paid.getState()).isEqualTo(InvoiceState.INVOICE_STATE_PAID);
    assertThat(paid.getRefundedMinor()).isEqualTo(100);
    assertThat(paid.getPaidMinor()).isEqualTo(100);
  }

  @Test
  void eachPaymentIsRefundedUpToItsOwnAmount() {
    Invoice invoice = till.issued(100);
    Payment small = till.pay(invoice, 30);
    Payment large = till.pay(invoice, 70);
    assertThat(refundable(small, 31)).isEqualTo("30");
    till.refund(large, 70);
    assertThat(refundable(large, 1)).isEqualTo("0");
    assertThat(refundable(small, Long.MAX_VALUE / 10_000)).isEqualTo("30");
    till.refund(small, 30);
    assertThat(till.get(invoice).getPaidMinor()).isZero();
  }

  @Test
  void surplusIsCreditAndNotRefundable() {
    Till keeping =
        Till.open(server, Till.settings().setSurplusPolicy(SurplusPolicy.SURPLUS_POLICY_CREDIT));
    Invoice invoice = keeping.issued(100);
    Payment payment = keeping.pay(invoice, 130);
    assertRefused(Outcome.REFUND_TOO_LARGE, () -> keeping.refund(payment, 101));
    assertThat(keeping.refund(payment, 100).getInvoice().getPaidMinor()).isZero();
    keeping.pay(invoice, 100);
    Payment onlySurplus = keeping.pay(invoice, 5);
    assertRefused(Outcome.REFUND_TOO_LARGE, () -> keeping.refund(onlySurplus, 1));
    assertThat(keeping.statement().getCreditMinor()).isEqualTo(35);
  }

  @Test
  void refundThatWouldMakeTheCreditTooLargeIsRefusedAndChangesNothing() {
    Till crediting = crediting();
    Invoice invoice = crediting.issued(100);
    Payment payment = crediting.pay(invoice, 100);
    crediting.grant(MAX - 10);
    assertRefused(Outcome.AMOUNT_TOO_LARGE, () -> crediting.refund(payment, 11));
    assertThat(crediting.payments(invoice)).containsExactly(payment);
    crediting.refund(payment, 10);
    assertThat(crediting.statement().getCreditMinor()).isEqualTo(MAX);
  }

  @Test
  void refundNeedsAReasonAnAmountTheCurrencyAndTheRole() {
    Payment payment = till.pay(till.issued(100), 100);
    RefundPaymentRequest request = till.refunding(payment, 10).build();
    assertThat(violatedFields(() -> refund(till, request.toBuilder().clearReason())))
        .containsExactly("reason");
    assertThat(violatedFields(() -> till.refund(payment, 0))).containsExactly("amount");
    assertThat(violatedFields(() -> till.refund(payment, -1))).containsExactly("amount");
    Money dollars = till.money(10).toBuilder().setCurrencyCode("USD").build();
    assertThat(
            assertRefused(
                    Outcome.CURRENCY_MISMATCH,
                    () -> refund(till, request.toBuilder().setAmount(dollars)))
                .getMetadataMap())
        .isEqualTo(Map.of("currency_code", "PYG"));
    for (Role role : List.of(Role.ROLE_RECEPTION, Role.ROLE_VET, Role.ROLE_CLIENT)) {
      Till other = till.as(role, till.client());
      assertRefused(ServerReason.ROLE_NOT_ALLOWED, () -> refund(other, request.toBuilder()));
    }
    assertThat(till.statement().getOwedMinor()).isZero();
    String service = Clinic.newId();
    assertThat(till.as(Role.ROLE_SERVICE, service).refund(payment, 10).getPayment())
        .extracting(Payment::getRefundedMinor)
        .isEqualTo(10L);
  }

  private static void refund(Till by, RefundPaymentRequest.Builder request) {
    by.stub().refundPayment(request.build());
  }

  private String refundable(Payment payment, long tooMuch) {
    return assertRefused(Outcome.REFUND_TOO_LARGE, () -> till.refund(payment, tooMuch))
        .getMetadataMap()
        .get("refundable_minor");
  }

  private Till crediting() {
    return Till.open(server, Till.settings().setRefundPolicy(RefundPolicy.REFUND_POLICY_CREDIT));
  }
}
