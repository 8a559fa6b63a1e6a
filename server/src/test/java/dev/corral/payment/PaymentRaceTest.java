package dev.corral.payment;

import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.TestServer;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.InvoiceState;
import dev.corral.payment.v1.Payment;
import dev.corral.payment.v1.PaymentState;
import dev.corral.payment.v1.RecordInvoicePaymentRequest;
import dev.corral.payment.v1.RecordInvoicePaymentResponse;
import dev.corral.payment.v1.RefundPaymentResponse;
import dev.corral.payment.v1.SettlePendingPaymentResponse;
import dev.corral.testing.Race;
import dev.corral.testing.Refusals;
import io.grpc.StatusRuntimeException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Payments of one invoice at the same time: real callers, exact counts. */
class PaymentRaceTest {

  private static final int CALLERS = 10;

  private final TestServer server = TestServer.shared();
  private final Till till = Till.open(server);

  @AfterAll
  static void booksAgree() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void tenPaymentsOfTheWholeAreOnePaymentInEachRound() {
    Set<Map<String, String>> refusals = ConcurrentHashMap.newKeySet();
    for (int round = 0; round < Race.rounds(50); round++) {
      Invoice invoice = till.issued(500);
      Race.of(CALLERS, i -> payOrNote(invoice, 500, refusals)).hasWinners(1, Outcome.OVERPAYMENT);
      Invoice paid = till.get(invoice);
      assertThat(paid.getState()).isEqualTo(InvoiceState.INVOICE_STATE_PAID);
      assertThat(paid.getDueMinor()).isZero();
      assertThat(paid.getPaidMinor()).isEqualTo(500);
    }
    assertThat(refusals).containsExactly(Map.of("due_minor", "0", "pending_minor", "0"));
  }

  @Test
  void hundredPaymentsOf7On500AreExactly71() {
    for (int round = 0; round < Race.rounds(5); round++) {
      Invoice invoice = till.issued(500);
      Race.of(100, i -> till.pay(invoice, 7)).hasWinners(71, Outcome.OVERPAYMENT);
      Invoice after = till.get(invoice);
      assertThat(after.getDueMinor()).isEqualTo(500 - 71 * 7);
      assertThat(after.getState()).isEqualTo(InvoiceState.INVOICE_STATE_PARTIALLY_PAID);
      assertThat(till.payments(invoice)).hasSize(71);
    }
  }

  @Test
  void oneRequestSentTenTimesIsOnePaymentAndTenEqualAnswers() {
    for (int round = 0; round < Race.rounds(20); round++) {
      Invoice invoice = till.issued(500);
      RecordInvoicePaymentRequest.Builder request = till.payment(invoice, 100);
      Race<RecordInvoicePaymentResponse> race =
          Race.of(CALLERS, i -> till.pay(request)).hasWinners(CALLERS, Outcome.OVERPAYMENT);
      assertThat(new HashSet<>(race.winners())).hasSize(1);
      assertThat(till.payments(invoice)).containsExactly(race.winners().getFirst().getPayment());
    }
  }

  /** Others take all that is due meanwhile: the ten are answered alike, yes or no. */
  @Test
  void oneRequestSentTenTimesIsAnsweredAlikeWhileOthersPayTheRest() {
    for (int round = 0; round < Race.rounds(20); round++) {
      Invoice invoice = till.issued(500);
      RecordInvoicePaymentRequest.Builder request = till.payment(invoice, 200);
      Race<RecordInvoicePaymentResponse> race =
          Race.of(2 * CALLERS, i -> till.pay(i % 2 == 0 ? request : till.payment(invoice, 100)));
      List<RecordInvoicePaymentResponse> retried =
          race.winners().stream().filter(w -> w.getPayment().getAmountMinor() == 200).toList();
      assertThat(retried.size()).isIn(0, CALLERS);
      assertThat(new HashSet<>(retried)).hasSizeLessThanOrEqualTo(1);
      assertThat(race.refusals()).containsOnlyKeys(Outcome.OVERPAYMENT.name());
      assertThat(till.get(invoice).getDueMinor()).isZero();
      for (RecordInvoicePaymentResponse answer : retried) {
        assertThat(till.pay(request)).isEqualTo(answer);
      }
    }
  }

  // https://github.com/killbill/killbill/issues/1015
  @Test
  void pendingPaymentOfTheWholeKeepsOutAllOthers() {
    for (int round = 0; round < Race.rounds(30); round++) {
      Invoice invoice = till.issued(500);
      Race<Payment> race =
          Race.of(CALLERS, i -> till.pending(invoice, 500)).hasWinners(1, Outcome.PAYMENT_PENDING);
      assertThat(
              assertRefused(Outcome.PAYMENT_PENDING, () -> till.pay(invoice, 500)).getMetadataMap())
          .isEqualTo(Map.of("due_minor", "0", "pending_minor", "500"));
      till.settle(race.winners().getFirst(), PaymentState.PAYMENT_STATE_SETTLED);
      assertRefused(Outcome.OVERPAYMENT, () -> till.pay(invoice, 1));
    }
  }

  // https://github.com/juspay/hyperswitch/issues/13182
  @Test
  void twoRefundsOf60Of100AreOne() {
    for (int round = 0; round < Race.rounds(40); round++) {
      Payment payment = till.pay(till.issued(100), 100);
      Race<RefundPaymentResponse> race =
          Race.of(2, i -> till.refund(payment, 60)).hasWinners(1, Outcome.REFUND_TOO_LARGE);
      assertThat(race.winners().getFirst().getInvoice().getPaidMinor()).isEqualTo(40);
      assertThat(
              assertRefused(Outcome.REFUND_TOO_LARGE, () -> till.refund(payment, 41))
                  .getMetadataMap())
          .isEqualTo(Map.of("refundable_minor", "40"));
    }
  }

  @Test
  void oneRefundSentTenTimesIsOneRefund() {
    Payment payment = till.pay(till.issued(100), 100);
    var request = till.refunding(payment, 10).build();
    Race<RefundPaymentResponse> race =
        Race.of(CALLERS, i -> till.stub().refundPayment(request))
            .hasWinners(CALLERS, Outcome.REFUND_TOO_LARGE);
    assertThat(new HashSet<>(race.winners())).hasSize(1);
    assertThat(race.winners().getFirst().getPayment().getRefundedMinor()).isEqualTo(10);
  }

  @Test
  void refundAgainstPaymentNeverPaysTooMuch() {
    for (int round = 0; round < Race.rounds(40); round++) {
      Invoice invoice = till.issued(100);
      Payment payment = till.pay(invoice, 100);
      Race<Invoice> race =
          Race.of(
              2,
              i ->
                  i == 0
                      ? till.refund(payment, 60).getInvoice()
                      : till.pay(till.payment(invoice, 60)).getInvoice());
      boolean paidAgain = race.winners().size() == 2;
      assertThat(race.refusals())
          .isEqualTo(paidAgain ? Map.of() : Map.of(Outcome.OVERPAYMENT.name(), 1));
      assertThat(till.get(invoice).getPaidMinor()).isEqualTo(paidAgain ? 100 : 40);
    }
  }

  @Test
  void voidAgainstPaymentIsOneOfTheTwo() {
    for (int round = 0; round < Race.rounds(40); round++) {
      Invoice invoice = till.issued(100);
      Race<Invoice> race =
          Race.of(
              2,
              i ->
                  i == 0
                      ? till.cancel(invoice)
                      : till.pay(till.payment(invoice, 100)).getInvoice());
      assertThat(race.winners()).hasSize(1);
      boolean paid = race.winners().getFirst().getState() == InvoiceState.INVOICE_STATE_PAID;
      Outcome refusal = paid ? Outcome.INVOICE_NOT_VOIDABLE : Outcome.INVOICE_NOT_PAYABLE;
      assertThat(race.refusals()).isEqualTo(Map.of(refusal.name(), 1));
      assertThat(till.get(invoice).getState()).isEqualTo(race.winners().getFirst().getState());
    }
  }

  // https://github.com/interledger/rafiki/issues/223
  @Test
  void settledAgainstFailedIsExactlyOneInEachRound() {
    int settled = 0;
    for (int round = 0; round < Race.rounds(50); round++) {
      Payment pending = till.pending(till.issued(100), 100);
      Race<SettlePendingPaymentResponse> race =
          Race.of(2, i -> till.settle(pending, PaymentState.forNumber(2 + i)))
              .hasWinners(1, Outcome.PAYMENT_NOT_PENDING);
      SettlePendingPaymentResponse end = race.winners().getFirst();
      boolean received = end.getPayment().getState() == PaymentState.PAYMENT_STATE_SETTLED;
      assertThat(end.getInvoice().getPaidMinor()).isEqualTo(received ? 100 : 0);
      assertThat(end.getInvoice().getDueMinor()).isEqualTo(received ? 0 : 100);
      assertThat(end.getInvoice().getPendingMinor()).isZero();
      settled += received ? 1 : 0;
    }
    System.out.printf(
        "settled against failed: settled in %d of %d rounds%n", settled, Race.rounds(50));
  }

  @Test
  void readersOfAnInvoiceThatIsBeingPaidSeeFiguresThatAgree() {
    for (int round = 0; round < Race.rounds(20); round++) {
      Invoice invoice = till.issued(500);
      Race<Invoice> race =
          Race.of(
              20,
              i ->
                  i % 2 == 0
                      ? till.get(invoice)
                      : till.pay(till.payment(invoice, 50)).getInvoice());
      assertThat(race.winners())
          .hasSize(20)
          .allMatch(seen -> seen.getPaidMinor() + seen.getDueMinor() == 500)
          .allMatch(seen -> (seen.getDueMinor() == 0) == isPaid(seen));
      assertThat(isPaid(till.get(invoice))).isTrue();
    }
  }

  private static boolean isPaid(Invoice invoice) {
    return invoice.getState() == InvoiceState.INVOICE_STATE_PAID;
  }

  private Payment payOrNote(Invoice invoice, long minor, Set<Map<String, String>> refusals) {
    try {
      return till.pay(invoice, minor);
    } catch (StatusRuntimeException e) {
      refusals.add(Refusals.errorInfo(e).getMetadataMap());
      throw e;
    }
  }
}
