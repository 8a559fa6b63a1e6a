package dev.corral.payment;

import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.common.v1.Role;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.InvoiceState;
import dev.corral.payment.v1.ListInvoicesRequest;
import dev.corral.payment.v1.ListInvoicesResponse;
import dev.corral.testing.TestPostgres;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which invoices ListInvoices shows to whom, in which order and in which pages. */
class ListInvoicesTest {

  private final TestServer server = TestServer.shared();
  private final Till till = Till.open(server);

  @Test
  void newestComesFirstWithoutItsLines() {
    Invoice first = till.issued(100);
    Invoice second = till.draft(till.bill(Till.line(1, 100, 0)));
    till.pay(first, 10);
    assertThat(list(q -> q))
        .containsExactly(
            second.toBuilder().clearLines().build(),
            till.get(first).toBuilder().clearLines().build());
  }

  @Test
  void filtersAreJoined() {
    Invoice draft = till.draft(till.bill(Till.line(1, 100, 0)));
    Invoice issued = till.issued(100);
    Invoice part = till.issued(100);
    till.pay(part, 10);
    Invoice paid = till.issued(100);
    till.pay(paid, 100);
    Invoice gone = till.cancel(till.issued(100));
    Till others = till.billing(till.clinic().client());
    Invoice other = others.issued(100);
    assertShows(q -> q.setClientId(till.client()), gone, paid, part, issued, draft);
    assertShows(q -> q.setClientId(others.client()), other);
    assertShows(q -> q.setClientId(Clinic.newId()));
    assertShows(q -> q.addStates(InvoiceState.INVOICE_STATE_ISSUED), other, issued);
    assertShows(
        q ->
            q.setClientId(till.client())
                .addStates(InvoiceState.INVOICE_STATE_ISSUED)
                .addStates(InvoiceState.INVOICE_STATE_VOID),
        gone,
        issued);
    assertShows(q -> q.addStates(InvoiceState.INVOICE_STATE_PARTIALLY_PAID), part);
    assertShows(q -> q.addStates(InvoiceState.INVOICE_STATE_PAID), paid);
    assertShows(q -> q.addStates(InvoiceState.INVOICE_STATE_DRAFT), draft);
  }

  @Test
  void datesOfIssueIncludeBothEndsAndLeaveDraftsOut() {
    till.draft(till.bill(Till.line(1, 100, 0)));
    Invoice today = till.issued(100);
    Invoice before = till.issued(100);
    execute("issue_date = issue_date - 5", before);
    LocalDate day = till.clinic().day(0);
    assertShows(q -> q.setFromIssueDate(Clinic.date(day)), today);
    assertShows(q -> q.setToIssueDate(Clinic.date(day)), before, today);
    assertShows(q -> q.setToIssueDate(Clinic.date(day.minusDays(1))), before);
    assertShows(q -> q.setToIssueDate(Clinic.date(day.minusDays(6))));
    assertShows(
        q ->
            q.setFromIssueDate(Clinic.date(day.minusDays(5)))
                .setToIssueDate(Clinic.date(day.minusDays(5))),
        before);
  }

  @Test
  void overdueIsOfTheClinicsCalendarAndOfWhatIsDue() {
    // their dates always differ: 25 hours lie between them
    Till early = Till.open(server, Clinic.settings("Pacific/Kiritimati"));
    Till late = Till.open(server, Clinic.settings("Pacific/Pago_Pago"));
    LocalDate due = late.clinic().day(0);
    for (Till each : List.of(early, late)) {
      Invoice invoice = each.issued(100);
      execute("due_date = '" + due + "'", invoice);
      assertThat(each.get(invoice).getOverdue()).isEqualTo(each == early);
      assertThat(overdue(each)).hasSize(each == early ? 1 : 0);
      each.pay(invoice, 40);
      assertThat(each.get(invoice).getOverdue()).isEqualTo(each == early);
      assertThat(each.pay(each.payment(invoice, 60)).getInvoice().getOverdue()).isFalse();
      assertThat(overdue(each)).isEmpty();
      each.refund(each.payments(invoice).getFirst(), 1);
      assertThat(each.get(invoice).getOverdue()).isEqualTo(each == early);
    }
    Invoice draft = early.draft(early.bill(Till.line(1, 100, 0)));
    Invoice gone = early.issued(100);
    execute("due_date = '" + due + "'", draft);
    execute("due_date = '" + due + "'", gone);
    assertThat(early.get(draft).getOverdue()).isFalse();
    assertThat(early.cancel(gone).getOverdue()).isFalse();
  }

  @Test
  void pagesHoldEachInvoiceOnceWhateverIsAddedMeanwhile() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      ids.addFirst(till.issued(100).getInvoiceId());
    }
    List<String> seen = new ArrayList<>();
    ListInvoicesRequest.Builder request = ListInvoicesRequest.newBuilder().setPageSize(3);
    int pages = 0;
    do {
      ListInvoicesResponse page = till.stub().listInvoices(request.build());
      page.getInvoicesList().forEach(invoice -> seen.add(invoice.getInvoiceId()));
      request.setPageToken(page.getNextPageToken());
      till.issued(100);
      pages++;
    } while (!request.getPageToken().isEmpty());
    assertThat(seen).isEqualTo(ids);
    assertThat(pages).isEqualTo(3);
    assertThat(till.stub().listInvoices(request.setPageSize(10).build()).getNextPageToken())
        .isEmpty();
  }

  @Test
  void tokenIsGoodOnlyForItsCallerAndItsFilters() {
    till.issued(100);
    till.issued(100);
    ListInvoicesRequest request =
        ListInvoicesRequest.newBuilder().setPageSize(1).setClientId(till.client()).build();
    String token = till.stub().listInvoices(request).getNextPageToken();
    ListInvoicesRequest next = request.toBuilder().setPageToken(token).build();
    assertThat(till.stub().listInvoices(next.toBuilder().setPageSize(9).build()).getInvoicesList())
        .hasSize(1);
    Stream.of(
            next.toBuilder().clearClientId(),
            next.toBuilder().setOverdue(true),
            next.toBuilder().addStates(InvoiceState.INVOICE_STATE_PAID),
            next.toBuilder().setFromIssueDate(Clinic.date(till.clinic().day(0))),
            next.toBuilder().setToIssueDate(Clinic.date(till.clinic().day(0))),
            next.toBuilder().setPageToken("never"),
            next.toBuilder().setPageToken(token + "A"))
        .forEach(
            other ->
                assertThat(violatedFields(() -> till.stub().listInvoices(other.build())))
                    .containsExactly("page_token"));
    Till somebody = till.as(Role.ROLE_RECEPTION, Clinic.newId());
    assertThat(violatedFields(() -> somebody.stub().listInvoices(next)))
        .containsExactly("page_token");
  }

  @Test
  void clientSeesOwnInvoicesOnlyAndATenantNoneOfOthers() {
    Invoice own = till.issued(100);
    Till others = till.billing(till.clinic().client());
    Invoice other = others.issued(100);
    Till client = till.as(Role.ROLE_CLIENT, till.client());
    assertThat(ids(client.stub().listInvoices(ListInvoicesRequest.getDefaultInstance())))
        .containsExactly(own.getInvoiceId());
    assertThat(
            ids(
                client
                    .stub()
                    .listInvoices(
                        ListInvoicesRequest.newBuilder().setClientId(other.getClientId()).build())))
        .isEmpty();
    assertThat(
            ids(
                Till.open(server)
                    .stub()
                    .listInvoices(
                        ListInvoicesRequest.newBuilder().setClientId(own.getClientId()).build())))
        .isEmpty();
  }

  @Test
  void requestOutsideTheContractNamesEveryField() {
    ListInvoicesRequest.Builder request =
        ListInvoicesRequest.newBuilder()
            .setClientId("no")
            .addStates(InvoiceState.INVOICE_STATE_UNSPECIFIED)
            .setPageSize(-1)
            .setPageToken("t".repeat(201));
    assertThat(violatedFields(() -> till.stub().listInvoices(request.build())))
        .containsExactlyInAnyOrder("client_id", "states[0]", "page_size", "page_token");
  }

  private List<Invoice> list(UnaryOperator<ListInvoicesRequest.Builder> filter) {
    return till.stub()
        .listInvoices(filter.apply(ListInvoicesRequest.newBuilder()).build())
        .getInvoicesList();
  }

  private void assertShows(UnaryOperator<ListInvoicesRequest.Builder> filter, Invoice... expected) {
    assertThat(list(filter).stream().map(Invoice::getInvoiceId))
        .containsExactlyElementsOf(Stream.of(expected).map(Invoice::getInvoiceId).toList());
  }

  private static List<Invoice> overdue(Till till) {
    return till.stub()
        .listInvoices(ListInvoicesRequest.newBuilder().setOverdue(true).build())
        .getInvoicesList();
  }

  private static List<String> ids(ListInvoicesResponse page) {
    return page.getInvoicesList().stream().map(Invoice::getInvoiceId).toList();
  }

  private void execute(String change, Invoice invoice) {
    TestPostgres.execute(
        server.databaseUrl(),
        "UPDATE payment.invoice SET "
            + change
            + " WHERE invoice_id = '"
            + invoice.getInvoiceId()
            + "'");
  }
}
