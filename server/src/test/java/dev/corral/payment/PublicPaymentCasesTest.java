package dev.corral.payment;

import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.TestServer;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.Payment;
import dev.corral.payment.v1.PaymentState;
import dev.corral.payment.v1.RecordInvoicePaymentRequest;
import dev.corral.payment.v1.RecordInvoicePaymentResponse;
import dev.corral.payment.v1.RefundPaymentRequest;
import dev.corral.payment.v1.RefundPaymentResponse;
import dev.corral.payment.v1.SettlePendingPaymentResponse;
import dev.corral.tenant.v1.SurplusPolicy;
import dev.corral.testing.Race;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What others reported of double payments, refunds, retries and notices, tried on Corral. */
class PublicPaymentCasesTest {

  private final TestServer server = TestServer.shared();
  private final Till till = Till.open(server);

  @AfterAll
  static void booksAgree() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  // 143, https://github.com/killbill/killbill/issues/1015
  @Test
  void secondFullPaymentIsRefusedUntilTheFirstIsSettled() {
    Invoice invoice = till.issued(100);
    Payment unknown = till.pending(invoice, 100);
    assertRefused(Outcome.PAYMENT_PENDING, () -> till.pay(invoice, 100));
    assertRefused(Outcome.PAYMENT_PENDING, () -> till.pay(invoice, 1));
    till.settle(unknown, PaymentState.PAYMENT_STATE_FAILED);
    assertThat(till.pay(till.payment(invoice, 100)).getInvoice().getDueMinor()).isZero();
  }

  // 145, https://github.com/vendurehq/vendure/issues/2620
  @Test
  void paymentStartedTwiceIsFinishedOnce() {
    Invoice invoice = till.issued(100);
    Payment first = till.pending(invoice, 100);
    assertRefused(Outcome.PAYMENT_PENDING, () -> till.pending(invoice, 100));
    till.settle(first, PaymentState.PAYMENT_STATE_SETTLED);
    assertRefused(
        Outcome.PAYMENT_NOT_PENDING, () -> till.settle(first, PaymentState.PAYMENT_STATE_SETTLED));
    assertThat(till.get(invoice).getPaidMinor()).isEqualTo(100);
  }

  // 147, https://github.com/juspay/hyperswitch/issues/13182
  @Test
  void twoRefundsOf60Of100InParallelAreOne() {
    Invoice invoice = till.issued(100);
    Payment payment = till.pay(invoice, 100);
    Race.of(2, i -> till.refund(payment, 60)).hasWinners(1, Outcome.REFUND_TOO_LARGE);
    assertThat(till.get(invoice).getRefundedMinor()).isEqualTo(60);
  }

  // 149, https://github.com/invoiceninja/invoiceninja/issues/313
  @Test
  void hundredOnAnInvoiceOf70IsRefusedOr30BecomeCredit() {
    till.pay(till.issued(50), 20);
    Invoice second = till.issued(70);
    assertThat(assertRefused(Outcome.OVERPAYMENT, () -> till.pay(second, 100)).getMetadataMap())
        .isEqualTo(Map.of("due_minor", "70", "pending_minor", "0"));
    assertThat(till.get(second)).isEqualTo(second);

    Till keeping = keepingSurplus();
    Invoice first = keeping.issued(50);
    keeping.pay(first, 20);
    Payment payment = keeping.pay(keeping.issued(70), 100);
    assertThat(payment.getAmountMinor()).isEqualTo(70);
    assertThat(payment.getSurplusMinor()).isEqualTo(30);
    assertThat(keeping.statement().getCreditMinor()).isEqualTo(30);
    assertThat(keeping.statement().getOwedMinor()).isEqualTo(30);
    assertThat(keeping.apply(first, 30).getInvoice().getDueMinor()).isZero();
  }

  // 151, https://github.com/invoiceninja/invoiceninja/issues/5423
  @Test
  void answerAndBooksAgreeOnWhatIsTooMuch() {
    Invoice refused = till.issued(70);
    assertRefused(Outcome.OVERPAYMENT, () -> till.pay(refused, 71));
    assertThat(till.payments(refused)).isEmpty();
    assertThat(till.statement().getEntriesList()).hasSize(1);

    Till keeping = keepingSurplus();
    Invoice taken = keeping.issued(70);
    Payment payment = keeping.pay(taken, 71);
    assertThat(keeping.payments(taken)).containsExactly(payment);
    assertThat(keeping.statement().getEntries(1).getOwedMinor()).isEqualTo(-70);
    assertThat(keeping.statement().getEntries(1).getCreditMinor()).isEqualTo(1);
  }

  // 153, https://github.com/killbill/killbill/issues/254
  @Test
  void threeRefundsUseAPaymentUpAndAFourthIsRefused() {
    Invoice invoice = till.issued(100);
    Payment payment = till.pay(invoice, 100);
    long paid = 100;
    for (long part : List.of(30L, 30L, 40L)) {
      RefundPaymentResponse refund = till.refund(payment, part);
      paid -= part;
      assertThat(refund.getInvoice().getPaidMinor()).isEqualTo(paid);
      assertThat(refund.getInvoice().getDueMinor()).isEqualTo(100 - paid);
      assertThat(refund.getPayment().getRefundedMinor()).isEqualTo(100 - paid);
    }
    assertThat(
            assertRefused(Outcome.REFUND_TOO_LARGE, () -> till.refund(payment, 1)).getMetadataMap())
        .isEqualTo(Map.of("refundable_minor", "0"));
    assertThat(till.payments(invoice).getFirst().getRefundsList())
        .extracting(refund -> refund.getAmountMinor())
        .containsExactly(30L, 30L, 40L);
  }

  // 155, https://github.com/dentalpin/dentalpin/issues/97
  @Test
  void draftIssuedTwiceInParallelIsOneNumberAndOneRecord() {
    Invoice draft = till.draft(till.bill(Till.line(1, 100, 0)));
    Race.of(2, i -> till.issue(draft)).hasWinners(1, Outcome.INVOICE_NOT_DRAFT);
    assertThat(till.get(draft).getNumber()).isEqualTo(1);
    assertThat(till.statement().getEntriesList()).hasSize(1);
    assertThat(till.issued(1).getNumber()).isEqualTo(2);
  }

  // 157, https://github.com/interledger/rafiki/issues/223 (200 rounds of it in PaymentRaceTest)
  @Test
  void captureAndExpiryOfAHoldAreOneOfTheTwo() {
    Payment hold = till.pending(till.issued(100), 100);
    Race<SettlePendingPaymentResponse> race =
        Race.of(2, i -> till.settle(hold, PaymentState.forNumber(2 + i)))
            .hasWinners(1, Outcome.PAYMENT_NOT_PENDING);
    boolean captured =
        race.winners().getFirst().getPayment().getState() == PaymentState.PAYMENT_STATE_SETTLED;
    assertThat(till.statement().getOwedMinor()).isEqualTo(captured ? 0 : 100);
  }

  // 159, https://github.com/InvoicePlane/InvoicePlane/pull/1705
  @Test
  void secondNoticeForOneInvoiceIsKeptAsSurplus() {
    Till keeping = keepingSurplus();
    Invoice invoice = keeping.issued(100);
    Race<Payment> race =
        Race.of(2, i -> keeping.pay(invoice, 100, "notice-" + i)).hasWinners(2, Outcome.OK);
    assertThat(race.winners().stream().map(Payment::getSurplusMinor))
        .containsExactlyInAnyOrder(0L, 100L);
    assertThat(keeping.get(invoice).getDueMinor()).isZero();
    assertThat(keeping.get(invoice).getPaidMinor()).isEqualTo(100);
    assertThat(keeping.statement().getOwedMinor()).isZero();
    assertThat(keeping.statement().getCreditMinor()).isEqualTo(100);
  }

  // 161, Square developer forum thread 13153
  @Test
  void refundKeyWithAnotherAmountIsRefusedAndChangesNothing() {
    Invoice invoice = till.issued(100);
    Payment payment = till.pay(invoice, 100);
    RefundPaymentRequest request = till.refunding(payment, 30).build();
    RefundPaymentResponse first = till.stub().refundPayment(request);
    RefundPaymentRequest other = request.toBuilder().setAmount(till.money(31)).build();
    assertRefused(Outcome.REQUEST_ID_REUSED, () -> till.stub().refundPayment(other));
    assertThat(till.payments(invoice)).containsExactly(first.getPayment());
    assertThat(till.stub().refundPayment(request)).isEqualTo(first);
  }

  // 163, https://github.com/stripe/stripe-ruby/issues/598
  @Test
  void keyOfAPaymentMeansNothingToARefund() {
    RecordInvoicePaymentRequest.Builder request = till.payment(till.issued(100), 100);
    RecordInvoicePaymentResponse paid = till.pay(request);
    RefundPaymentRequest refund =
        till.refunding(paid.getPayment(), 40).setRequestId(request.getRequestId()).build();
    assertThat(till.stub().refundPayment(refund).getPayment().getRefundedMinor()).isEqualTo(40);
    assertThat(till.pay(request)).isEqualTo(paid);
  }

  // 169, https://github.com/KanishJebaMathewM/Truxify/issues/3539
  @Test
  void refusedPaymentAndItsCorrectionMayShareAKey() {
    Invoice invoice = till.issued(100);
    RecordInvoicePaymentRequest.Builder request = till.payment(invoice, 101);
    assertRefused(Outcome.OVERPAYMENT, () -> till.pay(request));
    request.setAmount(till.money(100));
    assertThat(till.pay(request)).isEqualTo(till.pay(request));
    assertThat(till.payments(invoice)).hasSize(1);
  }

  private Till keepingSurplus() {
    return Till.open(server, Till.settings().setSurplusPolicy(SurplusPolicy.SURPLUS_POLICY_CREDIT));
  }
}
