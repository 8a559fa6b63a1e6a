package dev.corral.payment;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.common.v1.Money;
import dev.corral.common.v1.Role;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.ApplyCreditRequest;
import dev.corral.payment.v1.GrantCreditRequest;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.Payment;
import dev.corral.payment.v1.PaymentServiceGrpc;
import dev.corral.payment.v1.PaymentState;
import dev.corral.payment.v1.RefundDestination;
import dev.corral.payment.v1.RefundPaymentRequest;
import dev.corral.payment.v1.RefundPaymentResponse;
import dev.corral.payment.v1.SettlePendingPaymentRequest;
import dev.corral.payment.v1.SettlePendingPaymentResponse;
import dev.corral.tenant.v1.RefundPolicy;
import dev.corral.testing.UnknownTenant;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Why SettlePendingPayment, RefundPayment, GrantCredit and ApplyCredit refuse, in their order. */
class PaymentRefusalsTest {

  private static final Money DOLLAR =
      Money.newBuilder().setCurrencyCode("USD").setMinorUnits(1_000_000).build();

  private final TestServer server = TestServer.shared();
  private final Till till = Till.open(server);
  private final Invoice invoice = till.issued(500);

  @AfterAll
  static void booksAgree() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void settlementHappensOnce() {
    Payment pending = till.pending(invoice, 200);
    assertThat(pending.hasSettleTime()).isFalse();
    SettlePendingPaymentRequest request = settlement(pending).build();
    SettlePendingPaymentResponse settled = till.stub().settlePendingPayment(request);
    assertThat(settled.getPayment().getState()).isEqualTo(PaymentState.PAYMENT_STATE_SETTLED);
    assertThat(settled.getPayment().hasSettleTime()).isTrue();
    assertThat(settled.getInvoice().getPaidMinor()).isEqualTo(200);
    assertThat(settled.getInvoice().getPendingMinor()).isZero();
    assertThat(till.stub().settlePendingPayment(request)).isEqualTo(settled);
    SettlePendingPaymentRequest.Builder failed =
        request.toBuilder().setState(PaymentState.PAYMENT_STATE_FAILED);
    assertRefused(Outcome.REQUEST_ID_REUSED, () -> settle(failed));
    assertState(
        "SETTLED", Outcome.PAYMENT_NOT_PENDING, () -> settle(failed.setRequestId(Clinic.newId())));
    assertRefused(
        Outcome.PAYMENT_NOT_FOUND, () -> settle(failed.clone().setPaymentId(Clinic.newId())));
    assertRefused(
        Outcome.PAYMENT_NOT_FOUND,
        () -> Till.open(server).settle(pending, PaymentState.PAYMENT_STATE_FAILED));
    assertThat(
            violatedFields(
                () -> settle(settlement(pending).setState(PaymentState.PAYMENT_STATE_PENDING))))
        .containsExactly("state");
  }

  @Test
  void failedPaymentFreesTheInvoiceAndIsNeitherSettledNorGivenBack() {
    Payment pending = till.pending(invoice, 500);
    assertState("PENDING", Outcome.PAYMENT_NOT_REFUNDABLE, () -> till.refund(pending, 1));
    Payment failed = till.settle(pending, PaymentState.PAYMENT_STATE_FAILED).getPayment();
    assertThat(failed.getState()).isEqualTo(PaymentState.PAYMENT_STATE_FAILED);
    assertThat(till.get(invoice).getPendingMinor()).isZero();
    assertState("FAILED", Outcome.PAYMENT_NOT_REFUNDABLE, () -> till.refund(failed, 1));
    assertState(
        "FAILED",
        Outcome.PAYMENT_NOT_PENDING,
        () -> till.settle(failed, PaymentState.PAYMENT_STATE_SETTLED));
    till.pay(invoice, 500);
  }

  @Test
  void refundRefusesInItsOrder() {
    Payment paid = till.pay(invoice, 300);
    RefundPaymentRequest request = till.refunding(paid, 100).build();
    RefundPaymentResponse refunded = till.stub().refundPayment(request);
    assertThat(refunded.getPayment().getRefunds(0).getDestination())
        .isEqualTo(RefundDestination.REFUND_DESTINATION_METHOD);
    assertThat(refunded.getInvoice().getPaidMinor()).isEqualTo(200);
    assertThat(till.stub().refundPayment(request)).isEqualTo(refunded);
    assertRefused(
        Outcome.PAYMENT_NOT_FOUND, () -> refund(request.toBuilder().setPaymentId(Clinic.newId())));
    assertRefused(Outcome.REQUEST_ID_REUSED, () -> refund(request.toBuilder().setAmount(DOLLAR)));
    Payment pending = till.pending(invoice, 100);
    assertRefused(
        Outcome.PAYMENT_NOT_REFUNDABLE, () -> refund(till.refunding(pending, 1).setAmount(DOLLAR)));
    assertCurrency(() -> refund(till.refunding(paid, 1).setAmount(DOLLAR)));
    assertThat(
            assertRefused(Outcome.REFUND_TOO_LARGE, () -> till.refund(paid, 201)).getMetadataMap())
        .containsOnly(Map.entry("refundable_minor", "200"));
    assertThat(violatedFields(() -> refund(till.refunding(paid, 0).setReason("")))) // both at once
        .containsExactlyInAnyOrder("amount", "reason");
    assertRefused(
        ServerReason.ROLE_NOT_ALLOWED,
        () -> till.as(Role.ROLE_RECEPTION, Clinic.newId()).refund(paid, 1));
  }

  @Test
  void refundsGoToCreditWhereTheTenantSaysSoAndCreditAlwaysDoes() {
    Till keeping =
        Till.open(server, Till.settings().setRefundPolicy(RefundPolicy.REFUND_POLICY_CREDIT));
    RefundPaymentResponse refunded = keeping.refund(keeping.pay(keeping.issued(100), 100), 60);
    assertThat(refunded.getPayment().getRefunds(0).getDestination())
        .isEqualTo(RefundDestination.REFUND_DESTINATION_CREDIT);
    assertThat(keeping.statement().getCreditMinor()).isEqualTo(60);
    till.grant(100);
    Payment byCredit = till.apply(invoice, 80).getPayment();
    assertThat(byCredit.getMethodId()).isEqualTo("credit");
    assertThat(till.refund(byCredit, 30).getPayment().getRefunds(0).getDestination())
        .isEqualTo(RefundDestination.REFUND_DESTINATION_CREDIT);
    assertThat(till.statement().getCreditMinor()).isEqualTo(50);
  }

  @Test
  void grantRefusesInItsOrder() {
    assertRefused(
        Outcome.TENANT_NOT_FOUND,
        () ->
            PaymentServiceGrpc.newBlockingStub(server.channel())
                .withInterceptors(UnknownTenant.identity())
                .grantCredit(till.granting(1).build()));
    GrantCreditRequest request = till.granting(70).build();
    assertThat(till.stub().grantCredit(request).getCreditMinor()).isEqualTo(70);
    assertThat(till.stub().grantCredit(request).getCreditMinor()).isEqualTo(70);
    GrantCreditRequest.Builder nobody =
        request.toBuilder().setClientId(Clinic.newId()).setAmount(DOLLAR);
    assertRefused(Outcome.REQUEST_ID_REUSED, () -> grant(nobody));
    assertRefused(Outcome.CLIENT_NOT_FOUND, () -> grant(nobody.setRequestId(Clinic.newId())));
    assertRefused(Outcome.CURRENCY_MISMATCH, () -> grant(till.granting(1).setAmount(DOLLAR)));
    assertRefused(Outcome.AMOUNT_TOO_LARGE, () -> grant(till.granting(1_000_000_000_000_000L)));
    assertThat(violatedFields(() -> till.grant(0))).containsExactly("amount");
    assertThat(till.statement().getCreditMinor()).isEqualTo(70);
  }

  @Test
  void applyRefusesInItsOrder() {
    till.grant(100);
    ApplyCreditRequest request = applying(invoice, 60).build();
    assertThat(till.stub().applyCredit(request).getCreditMinor()).isEqualTo(40);
    assertThat(till.stub().applyCredit(request)).isEqualTo(till.stub().applyCredit(request));
    assertRefused(
        Outcome.INVOICE_NOT_FOUND, () -> apply(request.toBuilder().setInvoiceId(Clinic.newId())));
    assertRefused(Outcome.REQUEST_ID_REUSED, () -> apply(request.toBuilder().setAmount(DOLLAR)));
    Invoice draft = till.draft(till.bill(Till.line(1, 10, 0)));
    assertCurrency(() -> apply(applying(draft, 1).setAmount(DOLLAR)));
    assertState("DRAFT", Outcome.INVOICE_NOT_PAYABLE, () -> till.apply(draft, 1_000));
    till.pending(invoice, 340);
    assertThat(
            assertRefused(Outcome.PAYMENT_PENDING, () -> till.apply(invoice, 101)).getMetadataMap())
        .containsOnly(Map.entry("due_minor", "100"), Map.entry("pending_minor", "340"));
    assertRefused(Outcome.OVERPAYMENT, () -> till.apply(invoice, 441));
    assertThat(
            assertRefused(Outcome.CREDIT_TOO_SMALL, () -> till.apply(invoice, 41)).getMetadataMap())
        .containsOnly(Map.entry("credit_minor", "40"));
    assertThat(till.apply(invoice, 40).getCreditMinor()).isZero();
  }

  private static SettlePendingPaymentRequest.Builder settlement(Payment payment) {
    return SettlePendingPaymentRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setPaymentId(payment.getPaymentId())
        .setState(PaymentState.PAYMENT_STATE_SETTLED);
  }

  private ApplyCreditRequest.Builder applying(Invoice due, long minor) {
    return ApplyCreditRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setInvoiceId(due.getInvoiceId())
        .setAmount(till.money(minor));
  }

  private void settle(SettlePendingPaymentRequest.Builder request) {
    till.stub().settlePendingPayment(request.build());
  }

  private void refund(RefundPaymentRequest.Builder request) {
    till.stub().refundPayment(request.build());
  }

  private void grant(GrantCreditRequest.Builder request) {
    till.stub().grantCredit(request.build());
  }

  private void apply(ApplyCreditRequest.Builder request) {
    till.stub().applyCredit(request.build());
  }

  private static void assertState(String state, Outcome reason, ThrowingCallable call) {
    ErrorInfo info = assertRefused(reason, call);
    assertThat(info.getMetadataMap()).containsOnly(Map.entry("state", state));
  }

  private static void assertCurrency(ThrowingCallable call) {
    assertThat(assertRefused(Outcome.CURRENCY_MISMATCH, call).getMetadataMap())
        .containsOnly(Map.entry("currency_code", "PYG"));
  }
}
