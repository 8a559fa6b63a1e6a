package dev.corral.payment;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.CreateInvoiceRequest;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.InvoiceInput;
import dev.corral.payment.v1.IssueInvoiceRequest;
import dev.corral.payment.v1.ListInvoicesRequest;
import dev.corral.payment.v1.PaymentServiceGrpc;
import dev.corral.payment.v1.UpdateDraftInvoiceRequest;
import dev.corral.testing.Sql;
import dev.corral.testing.TestPostgres;
import dev.corral.testing.UnknownTenant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What CreateInvoice and UpdateDraftInvoice store and refuse. */
class UpdateDraftInvoiceTest {

  private static final long LARGEST = 1_000_000_000_000_000L;

  private final TestServer server = TestServer.shared();
  private final Till till = Till.open(server);

  @Test
  void updateReplacesAllOfADraft() {
    Invoice draft =
        till.draft(
            till.bill(Till.line(2, 50, 1_000), Till.line(1, 7, 0)).setNote("old").setSeries("X"));
    InvoiceInput.Builder bill = till.bill(Till.line(3, 10, 0)).setDiscountAmountMinor(5);
    bill.setClientId(till.clinic().client());
    Invoice updated = update(updateOf(draft, bill));
    assertThat(updated.getVersion()).isEqualTo(draft.getVersion() + 1);
    assertThat(updated.getLinesList()).hasSize(1);
    assertThat(updated.getTotalMinor()).isEqualTo(25);
    assertThat(updated.getDiscountMinor()).isEqualTo(5);
    assertThat(updated.getNote()).isEmpty();
    assertThat(updated.getSeries()).isEqualTo("A");
    assertThat(updated.getClientId()).isEqualTo(bill.getClientId());
    assertThat(updated.getCreateTime()).isEqualTo(draft.getCreateTime());
    assertThat(till.get(draft)).isEqualTo(updated);
    assertThat(server.violatedInvariants()).isEmpty();
  }

  @Test
  void updateRefusesInItsOrder() {
    Invoice draft = till.draft(bill(100));
    UpdateDraftInvoiceRequest first = updateOf(draft, bill(200)).build();
    Invoice updated = update(first.toBuilder());
    assertRefused(
        Outcome.INVOICE_NOT_FOUND, () -> update(first.toBuilder().setInvoiceId(Clinic.newId())));
    assertRefused(Outcome.REQUEST_ID_REUSED, () -> update(first.toBuilder().setVersion(9)));
    // behind the stale version an unknown client
    InvoiceInput.Builder nobody = bill(100).setClientId(Clinic.newId());
    assertThat(
            assertRefused(Outcome.STALE_VERSION, () -> update(updateOf(draft, nobody)))
                .getMetadataMap())
        .containsEntry("version", Long.toString(updated.getVersion()));
    Invoice issued = till.issue(updated);
    assertRefused(Outcome.STALE_VERSION, () -> update(updateOf(updated, nobody)));
    assertThat(
            assertRefused(Outcome.INVOICE_NOT_DRAFT, () -> update(updateOf(issued, nobody)))
                .getMetadataMap())
        .containsEntry("state", "ISSUED");
    assertThat(update(first.toBuilder())).isEqualTo(updated);
    assertThat(till.get(issued)).isEqualTo(issued);
  }

  @Test
  void bothRefuseABadBillInOneOrderAndChangeNothing() {
    Invoice draft = till.draft(bill(100));
    InvoiceInput.Builder all =
        till.bill(Till.line(1_000_000, LARGEST, 0))
            .setClientId(Clinic.newId())
            .setDiscountAmountMinor(LARGEST);
    all.setDueDate(Clinic.date(till.clinic().day(-1)));
    all.addLines(Till.line(1, 10, 0).setDiscountAmountMinor(11));
    assertBothRefuse(Outcome.CLIENT_NOT_FOUND, draft, all);
    all.setClientId(till.client());
    assertBothRefuse(Outcome.DUE_DATE_IN_PAST, draft, all);
    all.setDueDate(Clinic.date(till.clinic().day(0)));
    assertBothRefuse(Outcome.INVALID_DISCOUNT, draft, all);
    all.removeLines(1);
    assertBothRefuse(Outcome.AMOUNT_TOO_LARGE, draft, all);
    all.setDiscountBp(10_000);
    assertBothRefuse(Outcome.AMOUNT_TOO_LARGE, draft, all);
    assertBothRefuse(
        Outcome.AMOUNT_TOO_LARGE, draft, till.bill(Till.line(1, LARGEST, 0), Till.line(1, 1, 0)));
    assertBothRefuse(Outcome.INVALID_DISCOUNT, draft, bill(10).setDiscountAmountMinor(11));
    assertThat(till.get(draft)).isEqualTo(draft);
    assertThat(invoices()).hasSize(1);
    assertThat(till.draft(till.bill(Till.line(1, LARGEST, 0))).getTotalMinor()).isEqualTo(LARGEST);
  }

  @Test
  void createRefusesAnUnknownTenantFirstAndThenAReusedId() {
    CreateInvoiceRequest.Builder request = till.creation(bill(100));
    assertRefused(
        Outcome.TENANT_NOT_FOUND,
        () ->
            PaymentServiceGrpc.newBlockingStub(server.channel())
                .withInterceptors(UnknownTenant.identity())
                .createInvoice(request.build()));
    Invoice first = till.stub().createInvoice(request.build()).getInvoice();
    assertThat(till.stub().createInvoice(request.build()).getInvoice()).isEqualTo(first);
    request.getInvoiceBuilder().setClientId(Clinic.newId());
    assertRefused(Outcome.REQUEST_ID_REUSED, () -> till.stub().createInvoice(request.build()));
    assertThat(invoices()).hasSize(1);
  }

  @Test
  void billThatBreaksTheContractIsAnsweredWithEveryField() {
    InvoiceInput.Builder bill =
        till.bill(Till.line(0, -1, 10_001).setDescription("")).setSeries("small").setClientId("no");
    assertThat(
            violatedFields(
                () -> till.stub().createInvoice(till.creation(bill).setRequestId("no").build())))
        .containsExactlyInAnyOrder(
            "request_id",
            "invoice.client_id",
            "invoice.lines[0].description",
            "invoice.lines[0].quantity",
            "invoice.lines[0].unit_price_minor",
            "invoice.lines[0].tax_rate_bp",
            "invoice.series");
    assertThat(violatedFields(() -> till.stub().createInvoice(till.creation(till.bill()).build())))
        .containsExactly("invoice.lines");
  }

  @Test
  void draftThatHasGrownOldIsNotIssuedPastItsDueDate() {
    Invoice draft = till.draft(bill(100).setDueDate(Clinic.date(till.clinic().day(0))));
    TestPostgres.execute(
        server.databaseUrl(),
        "UPDATE payment.invoice SET due_date = due_date - 1 WHERE invoice_id = '"
            + draft.getInvoiceId()
            + "'");
    assertRefused(Outcome.DUE_DATE_IN_PAST, () -> till.issue(draft));
    assertRefused(
        Outcome.STALE_VERSION,
        () ->
            till.stub()
                .issueInvoice(
                    IssueInvoiceRequest.newBuilder()
                        .setRequestId(Clinic.newId())
                        .setInvoiceId(draft.getInvoiceId())
                        .setVersion(draft.getVersion() + 1)
                        .build()));
    assertThat(
            Sql.rows(
                server.databaseUrl(),
                "SELECT * FROM payment.series WHERE tenant_id = '"
                    + till.clinic().tenantId()
                    + "'"))
        .isEmpty();
  }

  private InvoiceInput.Builder bill(long minor) {
    return till.bill(Till.line(1, minor, 0));
  }

  private List<Invoice> invoices() {
    return till.stub().listInvoices(ListInvoicesRequest.getDefaultInstance()).getInvoicesList();
  }

  private static UpdateDraftInvoiceRequest.Builder updateOf(
      Invoice seen, InvoiceInput.Builder bill) {
    return UpdateDraftInvoiceRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setInvoiceId(seen.getInvoiceId())
        .setVersion(seen.getVersion())
        .setInvoice(bill);
  }

  private Invoice update(UpdateDraftInvoiceRequest.Builder request) {
    return till.stub().updateDraftInvoice(request.build()).getInvoice();
  }

  private void assertBothRefuse(Outcome reason, Invoice draft, InvoiceInput.Builder bill) {
    assertRefused(reason, () -> update(updateOf(draft, bill)));
    assertRefused(reason, () -> till.draft(bill));
    assertRefused(reason, () -> till.issued(bill));
  }
}
