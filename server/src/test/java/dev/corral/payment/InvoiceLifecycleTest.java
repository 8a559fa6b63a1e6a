package dev.corral.payment;

import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.common.v1.Role;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.GetInvoiceRequest;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.InvoiceInput;
import dev.corral.payment.v1.InvoiceState;
import dev.corral.payment.v1.IssueInvoiceRequest;
import dev.corral.payment.v1.Payment;
import dev.corral.payment.v1.PaymentState;
import dev.corral.payment.v1.VoidInvoiceRequest;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * An invoice from draft to its end: IssueInvoice, VoidInvoice, GetInvoice, and what they refuse.
 */
class InvoiceLifecycleTest {

  private final TestServer server = TestServer.shared();
  private final Till till = Till.open(server, Clinic.settings("Pacific/Kiritimati"));

  @AfterAll
  static void booksAgree() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void invoiceGoesFromDraftOverPartiallyPaidToPaidAndItsVersionRisesByOne() {
    Invoice draft = draft(100);
    assertStands(draft, InvoiceState.INVOICE_STATE_DRAFT, 0, 0);
    assertThat(draft.getNumber()).isZero();
    assertThat(draft.hasIssueDate()).isFalse();
    Invoice issued = till.issue(draft);
    assertStands(issued, InvoiceState.INVOICE_STATE_ISSUED, 0, 100);
    assertThat(issued.getVersion()).isEqualTo(draft.getVersion() + 1);
    assertThat(issued.getLinesList()).isEqualTo(draft.getLinesList());
    till.pay(issued, 30);
    Invoice part = till.get(issued);
    assertStands(part, InvoiceState.INVOICE_STATE_PARTIALLY_PAID, 30, 70);
    till.pay(issued, 70);
    Invoice paid = till.get(issued);
    assertStands(paid, InvoiceState.INVOICE_STATE_PAID, 100, 0);
    assertThat(paid.getVersion()).isEqualTo(part.getVersion() + 1);
  }

  @Test
  void issueGivesNumbersTheClinicsDateAndAMonthToPay() {
    Invoice first = till.issue(draft(100));
    Invoice second = till.issued(100);
    Invoice other = till.issued(bill(100).setSeries("B-2"));
    assertThat(first.getNumber()).isEqualTo(1);
    assertThat(first.getSeries()).isEqualTo("A");
    assertThat(second.getNumber()).isEqualTo(2);
    assertThat(other.getNumber()).isEqualTo(1);
    LocalDate today = till.clinic().day(0);
    assertThat(first.getIssueDate()).isEqualTo(Clinic.date(today));
    assertThat(first.getDueDate()).isEqualTo(Clinic.date(today.plusDays(30)));
  }

  @Test
  void invoiceOfNothingIsPaidOnceItIsIssued() {
    Invoice free = till.issued(bill(100).setDiscountBp(10_000));
    assertThat(free.getTotalMinor()).isZero();
    assertStands(free, InvoiceState.INVOICE_STATE_PAID, 0, 0);
    assertThat(free.getNumber()).isEqualTo(1);
    assertThat(
            assertRefused(Outcome.INVOICE_NOT_VOIDABLE, () -> till.cancel(free)).getMetadataMap())
        .containsEntry("state", "PAID");
  }

  @Test
  void voidInvoiceKeepsItsNumberAndSaysWhy() {
    Invoice gone = till.cancel(till.issued(100));
    assertStands(gone, InvoiceState.INVOICE_STATE_VOID, 0, 0);
    assertThat(gone.getNumber()).isEqualTo(1);
    assertThat(gone.getVoidReason()).isEqualTo("mistake");
    assertThat(till.issued(100).getNumber()).isEqualTo(2);
    Invoice draft = till.cancel(draft(100));
    assertThat(draft.getNumber()).isZero();
    assertThat(till.get(gone)).isEqualTo(gone);
  }

  @Test
  void refundedInvoiceCanBePaidAgainOrVoided() {
    Invoice issued = till.issued(100);
    till.refund(till.pay(issued, 100), 40);
    assertStands(till.get(issued), InvoiceState.INVOICE_STATE_PARTIALLY_PAID, 60, 40);
    Payment second = till.pay(issued, 40);
    till.refund(second, 40);
    till.refund(till.payments(issued).getLast(), 60);
    Invoice empty = till.get(issued);
    assertStands(empty, InvoiceState.INVOICE_STATE_ISSUED, 0, 100);
    assertThat(empty.getRefundedMinor()).isEqualTo(140);
    assertStands(till.cancel(issued), InvoiceState.INVOICE_STATE_VOID, 0, 0);
  }

  @Test
  void issueRefusesInItsOrder() {
    Invoice draft = draft(100);
    IssueInvoiceRequest.Builder issue = issueOf(draft);
    Invoice issued = till.stub().issueInvoice(issue.build()).getInvoice();
    assertRefused(
        Outcome.INVOICE_NOT_FOUND, () -> issue(issue.clone().setInvoiceId(Clinic.newId())));
    // another payload and, behind it, a stale version of what is no draft any more
    assertRefused(Outcome.REQUEST_ID_REUSED, () -> issue(issue.clone().setVersion(7)));
    assertThat(assertRefused(Outcome.STALE_VERSION, () -> issue(issueOf(draft))).getMetadataMap())
        .containsEntry("version", Long.toString(issued.getVersion()));
    assertThat(
            assertRefused(Outcome.INVOICE_NOT_DRAFT, () -> issue(issueOf(issued))).getMetadataMap())
        .containsEntry("state", "ISSUED");
    assertThat(till.stub().issueInvoice(issue.build()).getInvoice()).isEqualTo(issued);
  }

  @Test
  void voidRefusesInItsOrder() {
    Invoice issued = till.issued(100);
    VoidInvoiceRequest.Builder request = voidOf(issued);
    assertRefused(
        Outcome.INVOICE_NOT_FOUND, () -> cancel(request.clone().setInvoiceId(Clinic.newId())));
    Payment pending = till.pending(issued, 60);
    assertRefused(Outcome.STALE_VERSION, () -> cancel(request));
    Invoice now = till.get(issued);
    assertThat(assertRefused(Outcome.PAYMENT_PENDING, () -> cancel(voidOf(now))).getMetadataMap())
        .containsEntry("pending_minor", "60");
    till.pay(issued, 10);
    // pending and paid: the state comes first
    assertThat(
            assertRefused(Outcome.INVOICE_NOT_VOIDABLE, () -> cancel(voidOf(till.get(issued))))
                .getMetadataMap())
        .containsEntry("state", "PARTIALLY_PAID");
    till.settle(pending, PaymentState.PAYMENT_STATE_FAILED);
    till.refund(till.payments(issued).getFirst(), 10);
    VoidInvoiceRequest last = voidOf(till.get(issued)).build();
    Invoice gone = till.stub().voidInvoice(last).getInvoice();
    assertThat(till.stub().voidInvoice(last).getInvoice()).isEqualTo(gone);
    assertRefused(Outcome.REQUEST_ID_REUSED, () -> cancel(last.toBuilder().setReason("another")));
    assertThat(
            assertRefused(Outcome.INVOICE_NOT_VOIDABLE, () -> till.cancel(gone)).getMetadataMap())
        .containsEntry("state", "VOID");
  }

  @Test
  void othersFindNoInvoice() {
    Invoice issued = till.issued(100);
    assertThat(till.as(Role.ROLE_CLIENT, till.client()).get(issued)).isEqualTo(issued);
    Till stranger = till.as(Role.ROLE_CLIENT, till.clinic().client());
    assertRefused(Outcome.INVOICE_NOT_FOUND, () -> stranger.get(issued));
    Till elsewhere = Till.open(server);
    assertRefused(Outcome.INVOICE_NOT_FOUND, () -> elsewhere.get(issued));
    assertRefused(Outcome.INVOICE_NOT_FOUND, () -> elsewhere.issue(issued));
    assertRefused(Outcome.INVOICE_NOT_FOUND, () -> elsewhere.cancel(issued));
    assertRefused(
        Outcome.INVOICE_NOT_FOUND,
        () ->
            till.stub()
                .getInvoice(GetInvoiceRequest.newBuilder().setInvoiceId(Clinic.newId()).build()));
    assertRefused(
        ServerReason.ROLE_NOT_ALLOWED,
        () -> till.as(Role.ROLE_RECEPTION, Clinic.newId()).cancel(issued));
    assertRefused(
        ServerReason.ROLE_NOT_ALLOWED, () -> till.as(Role.ROLE_VET, Clinic.newId()).get(issued));
  }

  private InvoiceInput.Builder bill(long minor) {
    return till.bill(Till.line(1, minor, 0));
  }

  private Invoice draft(long minor) {
    return till.draft(bill(minor));
  }

  private static IssueInvoiceRequest.Builder issueOf(Invoice seen) {
    return IssueInvoiceRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setInvoiceId(seen.getInvoiceId())
        .setVersion(seen.getVersion());
  }

  private void issue(IssueInvoiceRequest.Builder request) {
    till.stub().issueInvoice(request.build());
  }

  private static VoidInvoiceRequest.Builder voidOf(Invoice seen) {
    return VoidInvoiceRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setInvoiceId(seen.getInvoiceId())
        .setVersion(seen.getVersion())
        .setReason("mistake");
  }

  private void cancel(VoidInvoiceRequest.Builder request) {
    till.stub().voidInvoice(request.build());
  }

  private static void assertStands(Invoice invoice, InvoiceState state, long paid, long due) {
    assertThat(invoice.getState()).isEqualTo(state);
    assertThat(invoice.getPaidMinor()).isEqualTo(paid);
    assertThat(invoice.getDueMinor()).isEqualTo(due);
  }
}
