package dev.corral.payment;

import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.Payment;
import dev.corral.payment.v1.RecordInvoicePaymentRequest;
import dev.corral.tenant.v1.SurplusPolicy;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A clinic that keeps what is paid too much as its client's credit. */
class SurplusTest {

  private final TestServer server = TestServer.shared();
  private final Till keeping =
      Till.open(server, Till.settings().setSurplusPolicy(SurplusPolicy.SURPLUS_POLICY_CREDIT));

  @AfterAll
  static void booksAgree() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void surplusBecomesCreditWhereTheTenantKeepsIt() {
    Invoice due = keeping.issued(100);
    Payment paid = keeping.pay(due, 130);
    assertThat(paid.getAmountMinor()).isEqualTo(100);
    assertThat(paid.getSurplusMinor()).isEqualTo(30);
    Payment more = keeping.pay(due, 5);
    assertThat(more.getAmountMinor()).isZero();
    assertThat(more.getSurplusMinor()).isEqualTo(5);
    assertThat(keeping.statement().getCreditMinor()).isEqualTo(35);
    assertThat(keeping.get(due).getPaidMinor()).isEqualTo(100);
    assertThat(
            assertRefused(Outcome.REFUND_TOO_LARGE, () -> keeping.refund(more, 1)).getMetadataMap())
        .containsOnly(Map.entry("refundable_minor", "0"));
    Invoice draft = keeping.draft(keeping.bill(Till.line(1, 10, 0)));
    assertRefused(Outcome.INVOICE_NOT_PAYABLE, () -> keeping.pay(draft, 20));
  }

  @Test
  void surplusPaysTheNextInvoiceAndIsGivenBackByNobody() {
    Payment paid = keeping.pay(keeping.issued(100), 130);
    assertThat(
            assertRefused(Outcome.REFUND_TOO_LARGE, () -> keeping.refund(paid, 101))
                .getMetadataMap())
        .containsOnly(Map.entry("refundable_minor", "100"));
    Invoice next = keeping.issued(50);
    assertThat(keeping.apply(next, 30).getCreditMinor()).isZero();
    // credit itself makes no surplus
    keeping.grant(100);
    assertRefused(Outcome.OVERPAYMENT, () -> keeping.apply(next, 21));
    keeping.refund(paid, 100);
    assertThat(keeping.statement().getCreditMinor()).isEqualTo(100);
    assertThat(keeping.statement().getOwedMinor()).isEqualTo(120);
  }

  @Test
  void surplusThatMakesTheCreditTooLargeIsRefusedBeforeAUsedReference() {
    Invoice due = keeping.issued(100);
    keeping.pay(due, 40, "r-1");
    keeping.grant(1_000_000_000_000_000L);
    assertThat(
            assertRefused(Outcome.AMOUNT_TOO_LARGE, () -> keeping.pay(due, 61, "r-1"))
                .getMetadataMap())
        .isEmpty();
    assertRefused(Outcome.REFERENCE_ALREADY_USED, () -> keeping.pay(due, 60, "r-1"));
    assertThat(keeping.pay(due, 60, "r-2").getSurplusMinor()).isZero();
  }

  @Test
  void retryOfAPaymentWithSurplusKeepsItOnce() {
    RecordInvoicePaymentRequest.Builder request = keeping.payment(keeping.issued(100), 130);
    Payment paid = keeping.pay(request).getPayment();
    assertThat(keeping.pay(request).getPayment()).isEqualTo(paid);
    assertThat(keeping.statement().getCreditMinor()).isEqualTo(30);
    assertRefused(
        Outcome.REQUEST_ID_REUSED, () -> keeping.pay(request.clone().setReference("other")));
    assertThat(keeping.pay(request.clone().setRequestId(Clinic.newId())).getPayment())
        .extracting("amountMinor", "surplusMinor")
        .containsExactly(0L, 130L);
  }
}
