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
import dev.corral.payment.v1.RecordInvoicePaymentRequest;
import dev.corral.payment.v1.RecordInvoicePaymentResponse;
import dev.corral.tenant.v1.SurplusPolicy;
import dev.corral.testing.Audit;
import dev.corral.testing.Race;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What others reported of lost answers, gateway notices and tenants, tried on Corral. */
class PublicNoticeCasesTest {

  private final TestServer server = TestServer.shared();
  private final Till till = Till.open(server);

  @AfterAll
  static void booksAgree() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  // 171, https://github.com/googleapis/google-cloud-ruby/pull/1572
  @Test
  void lostAnswerIsGivenAgainAndHasOneEffect() {
    Invoice invoice = till.issued(100);
    RecordInvoicePaymentRequest.Builder request = till.payment(invoice, 60);
    RecordInvoicePaymentResponse lost = till.pay(request);
    till.pay(invoice, 40);
    till.refund(lost.getPayment(), 10);
    assertThat(till.pay(request)).isEqualTo(lost);
    assertThat(till.payments(invoice)).hasSize(2);
    assertThat(
            Audit.effects(
                server.databaseUrl(),
                till.clinic().tenantId(),
                "RecordInvoicePayment",
                request.getRequestId()))
        .isEqualTo(1);
  }

  // 173, https://github.com/formancehq/stack/issues/1464
  @Test
  void noticeDeliveredTwiceIsOneLedgerEntry() {
    RecordInvoicePaymentRequest.Builder notice =
        till.payment(till.issued(100), 100).setMethodId("card").setReference("ch_1");
    assertThat(till.pay(notice)).isEqualTo(till.pay(notice));
    assertThat(till.statement().getEntriesList()).hasSize(2);
    RecordInvoicePaymentRequest.Builder again = notice.clone().setRequestId(Clinic.newId());
    assertRefused(Outcome.OVERPAYMENT, () -> till.pay(again));
    again.setInvoiceId(till.issued(100).getInvoiceId());
    assertRefused(Outcome.REFERENCE_ALREADY_USED, () -> till.pay(again));
    assertThat(till.statement().getEntriesList()).hasSize(3);
  }

  // 175, https://github.com/mollie/WooCommerce/issues/1252
  @Test
  void lateNoticeLeavesARefundedInvoiceRefunded() {
    Invoice invoice = till.issued(100);
    Payment payment =
        till.pay(
                till.payment(invoice, 100)
                    .setMethodId("card")
                    .setReference("ch_1")
                    .setPending(true))
            .getPayment();
    till.settle(payment, PaymentState.PAYMENT_STATE_SETTLED);
    Invoice refunded = till.refund(payment, 100).getInvoice();
    assertRefused(Outcome.REFERENCE_ALREADY_USED, () -> till.pay(invoice, 100, "ch_1"));
    for (int state = 2; state <= 3; state++) {
      PaymentState late = PaymentState.forNumber(state);
      assertRefused(Outcome.PAYMENT_NOT_PENDING, () -> till.settle(payment, late));
    }
    assertThat(till.get(invoice).toBuilder().clearLines().build()).isEqualTo(refunded);
    assertThat(refunded.getRefundedMinor()).isEqualTo(100);
    assertThat(refunded.getPaidMinor()).isZero();
  }

  // 179, https://github.com/Pinelab-studio/pinelab-vendure-plugins/issues/620
  @Test
  void eventDeliveredThreeTimesUnderOneKeyIsOneEffectAndThreeSuccesses() {
    Invoice invoice = till.issued(100);
    RecordInvoicePaymentRequest.Builder event =
        till.payment(invoice, 100).setMethodId("card").setReference("ch_1");
    Race<RecordInvoicePaymentResponse> race =
        Race.of(3, i -> till.pay(event)).hasWinners(3, Outcome.OK);
    assertThat(new HashSet<>(race.winners())).hasSize(1);
    assertThat(till.payments(invoice)).hasSize(1);
  }

  // 179 without a key of its own: the reference alone keeps it at one effect
  @Test
  void eventDeliveredThreeTimesUnderThreeKeysIsOneEffectAlsoWhereSurplusIsKept() {
    Till keeping =
        Till.open(server, Till.settings().setSurplusPolicy(SurplusPolicy.SURPLUS_POLICY_CREDIT));
    Invoice invoice = keeping.issued(100);
    Race.of(3, i -> keeping.pay(invoice, 100, "ch_1"))
        .hasWinners(1, Outcome.REFERENCE_ALREADY_USED);
    assertThat(keeping.statement().getCreditMinor()).isZero();
    Invoice partly = till.issued(100);
    Race.of(3, i -> till.pay(partly, 30, "ch_1")).hasWinners(1, Outcome.REFERENCE_ALREADY_USED);
    assertThat(till.get(partly).getPaidMinor()).isEqualTo(30);
  }

  // 183, https://github.com/medusajs/medusa/issues/13301
  @Test
  void confirmationAndNoticeThatRaceAreOnePaymentThatStaffSee() {
    for (int round = 0; round < 20; round++) {
      Invoice invoice = till.issued(100);
      String charge = "ch_" + round;
      Race<Payment> race = Race.of(2, i -> till.pay(invoice, 100, charge));
      assertThat(race.winners()).hasSize(1);
      assertThat(Set.of("OVERPAYMENT", "REFERENCE_ALREADY_USED"))
          .containsAll(race.refusals().keySet());
      Till desk = till.as(Role.ROLE_RECEPTION, Clinic.newId());
      assertThat(desk.payments(invoice)).isEqualTo(race.winners());
      assertThat(desk.get(invoice).getState()).isEqualTo(InvoiceState.INVOICE_STATE_PAID);
    }
  }

  // 187, https://github.com/OpenAEV-Platform/openaev/pull/5559
  @Test
  void invoiceOfAnotherTenantIsNotFoundLikeOneThatNeverWas() {
    Invoice invoice = till.issued(100);
    Payment payment = till.pay(invoice, 50);
    Till other = Till.open(server);
    Invoice never = invoice.toBuilder().setInvoiceId(Clinic.newId()).build();
    Payment neverPaid = payment.toBuilder().setPaymentId(Clinic.newId()).build();
    for (Invoice strange : List.of(invoice, never)) {
      assertRefused(Outcome.INVOICE_NOT_FOUND, () -> other.get(strange));
      assertRefused(Outcome.INVOICE_NOT_FOUND, () -> other.pay(strange, 50));
      assertRefused(Outcome.INVOICE_NOT_FOUND, () -> other.apply(strange, 50));
      assertRefused(Outcome.INVOICE_NOT_FOUND, () -> other.issue(strange));
      assertRefused(Outcome.INVOICE_NOT_FOUND, () -> other.cancel(strange));
      assertThat(other.payments(strange)).isEmpty();
    }
    for (Payment strange : List.of(payment, neverPaid)) {
      assertRefused(Outcome.PAYMENT_NOT_FOUND, () -> other.refund(strange, 1));
      assertRefused(
          Outcome.PAYMENT_NOT_FOUND,
          () -> other.settle(strange, PaymentState.PAYMENT_STATE_FAILED));
    }
    Till billing = other.billing(till.client());
    assertRefused(Outcome.CLIENT_NOT_FOUND, () -> billing.issued(100));
    assertRefused(Outcome.CLIENT_NOT_FOUND, () -> billing.grant(1));
    assertRefused(Outcome.CLIENT_NOT_FOUND, billing::statement);
    assertThat(till.get(invoice).getPaidMinor()).isEqualTo(50);
  }

  // 189, https://github.com/beenuar/AiSOC/pull/118
  @Test
  void twoTenantsThatMakeTheirFirstInvoiceTogetherBothGetNumber1() {
    for (int round = 0; round < 10; round++) {
      List<Till> tills = List.of(Till.open(server), Till.open(server));
      Race<Invoice> race = Race.of(2, i -> tills.get(i).issued(100)).hasWinners(2, Outcome.OK);
      assertThat(race.winners()).allMatch(invoice -> invoice.getNumber() == 1);
    }
  }
}
