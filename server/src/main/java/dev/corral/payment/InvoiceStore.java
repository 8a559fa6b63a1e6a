package dev.corral.payment;

import com.google.protobuf.Message;
import dev.corral.grpc.LocalTimes;
import dev.corral.grpc.Page;
import dev.corral.kernel.Call;
import dev.corral.kernel.Lane;
import dev.corral.kernel.SqlFunction;
import dev.corral.payment.v1.CreateInvoiceRequest;
import dev.corral.payment.v1.CreateInvoiceResponse;
import dev.corral.payment.v1.GetInvoiceRequest;
import dev.corral.payment.v1.GetInvoiceResponse;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.InvoiceInput;
import dev.corral.payment.v1.IssueInvoiceRequest;
import dev.corral.payment.v1.IssueInvoiceResponse;
import dev.corral.payment.v1.ListInvoicesRequest;
import dev.corral.payment.v1.ListInvoicesResponse;
import dev.corral.payment.v1.UpdateDraftInvoiceRequest;
import dev.corral.payment.v1.UpdateDraftInvoiceResponse;
import dev.corral.payment.v1.VoidInvoiceRequest;
import dev.corral.payment.v1.VoidInvoiceResponse;
import java.util.List;
import java.util.function.Function;

/** The functions that keep invoices; one method, one function. Thread-safe. */
final class InvoiceStore {

  private static final String[] INVOICE = {InvoiceProtos.COLUMNS, "f.overdue", "f.lines"};

  private static final SqlFunction<CreateInvoiceRequest, CreateInvoiceResponse> CREATE_INVOICE =
      input(
              SqlFunction.writing("payment.create_invoice", CreateInvoiceRequest::getRequestId),
              CreateInvoiceRequest::getInvoice)
          .bool(CreateInvoiceRequest::getIssue)
          .validateOnly(CreateInvoiceRequest::getValidateOnly)
          .returning(
              row ->
                  CreateInvoiceResponse.newBuilder()
                      .setInvoice(InvoiceProtos.invoiceWithLines(row))
                      .build(),
              INVOICE);

  private static final SqlFunction<UpdateDraftInvoiceRequest, UpdateDraftInvoiceResponse>
      UPDATE_DRAFT_INVOICE =
          input(
                  SqlFunction.writing(
                          "payment.update_draft_invoice", UpdateDraftInvoiceRequest::getRequestId)
                      .uuid(UpdateDraftInvoiceRequest::getInvoiceId)
                      .bigint(UpdateDraftInvoiceRequest::getVersion),
                  UpdateDraftInvoiceRequest::getInvoice)
              .validateOnly(UpdateDraftInvoiceRequest::getValidateOnly)
              .returning(
                  row ->
                      UpdateDraftInvoiceResponse.newBuilder()
                          .setInvoice(InvoiceProtos.invoiceWithLines(row))
                          .build(),
                  INVOICE);

  private static final SqlFunction<IssueInvoiceRequest, IssueInvoiceResponse> ISSUE_INVOICE =
      SqlFunction.writing("payment.issue_invoice", IssueInvoiceRequest::getRequestId)
          .contendingFor(IssueInvoiceRequest::getInvoiceId)
          .uuid(IssueInvoiceRequest::getInvoiceId)
          .bigint(q -> q.hasVersion() ? q.getVersion() : null)
          .validateOnly(IssueInvoiceRequest::getValidateOnly)
          .returning(
              row ->
                  IssueInvoiceResponse.newBuilder()
                      .setInvoice(InvoiceProtos.invoiceWithLines(row))
                      .build(),
              INVOICE);

  private static final SqlFunction<VoidInvoiceRequest, VoidInvoiceResponse> VOID_INVOICE =
      SqlFunction.writing("payment.void_invoice", VoidInvoiceRequest::getRequestId)
          .contendingFor(VoidInvoiceRequest::getInvoiceId)
          .uuid(VoidInvoiceRequest::getInvoiceId)
          .bigint(q -> q.hasVersion() ? q.getVersion() : null)
          .text(VoidInvoiceRequest::getReason)
          .validateOnly(VoidInvoiceRequest::getValidateOnly)
          .returning(
              row ->
                  VoidInvoiceResponse.newBuilder()
                      .setInvoice(InvoiceProtos.invoiceWithLines(row))
                      .build(),
              INVOICE);

  private static final SqlFunction<GetInvoiceRequest, GetInvoiceResponse> GET_INVOICE =
      SqlFunction.<GetInvoiceRequest>readingAsActor("payment.get_invoice")
          .uuid(GetInvoiceRequest::getInvoiceId)
          .returning(
              row ->
                  GetInvoiceResponse.newBuilder()
                      .setInvoice(InvoiceProtos.invoiceWithLines(row))
                      .build(),
              INVOICE);

  private static final SqlFunction<ListInvoicesRequest, List<Invoice>> LIST_INVOICES =
      SqlFunction.<ListInvoicesRequest>readingAsActor("payment.list_invoices")
          .uuid(ListInvoicesRequest::getClientId)
          .words(q -> q.getStatesList().stream().map(InvoiceProtos::stateName).toList())
          .bool(ListInvoicesRequest::getOverdue)
          .date(q -> q.hasFromIssueDate() ? LocalTimes.date(q.getFromIssueDate()) : null)
          .date(q -> q.hasToIssueDate() ? LocalTimes.date(q.getToIssueDate()) : null)
          .timestamptz(q -> Page.after(q).time())
          .uuid(q -> Page.after(q).id())
          .integer(q -> Page.rowsMax(q))
          .returningSet(InvoiceProtos::invoice, InvoiceProtos.COLUMNS, "f.overdue");

  private final Lane lane;

  InvoiceStore(Lane lane) {
    this.lane = lane;
  }

  CreateInvoiceResponse createInvoice(Call<CreateInvoiceRequest> call) {
    return lane.call(CREATE_INVOICE, call);
  }

  UpdateDraftInvoiceResponse updateDraftInvoice(Call<UpdateDraftInvoiceRequest> call) {
    return lane.call(UPDATE_DRAFT_INVOICE, call);
  }

  IssueInvoiceResponse issueInvoice(Call<IssueInvoiceRequest> call) {
    return lane.call(ISSUE_INVOICE, call);
  }

  VoidInvoiceResponse voidInvoice(Call<VoidInvoiceRequest> call) {
    return lane.call(VOID_INVOICE, call);
  }

  GetInvoiceResponse getInvoice(Call<GetInvoiceRequest> call) {
    return lane.call(GET_INVOICE, call);
  }

  ListInvoicesResponse listInvoices(Call<ListInvoicesRequest> call) {
    Page<Invoice> page =
        Page.of(
            call.request(),
            lane.call(LIST_INVOICES, call),
            i -> new Page.Position(i.getCreateTime(), i.getInvoiceId()));
    return ListInvoicesResponse.newBuilder()
        .addAllInvoices(page.rows())
        .setNextPageToken(page.nextToken())
        .build();
  }

  private static <Q extends Message> SqlFunction.Builder<Q> input(
      SqlFunction.Builder<Q> function, Function<Q, InvoiceInput> input) {
    return function
        .uuid(q -> input.apply(q).getClientId())
        .jsonb(q -> InvoiceProtos.lines(input.apply(q)))
        .bigint(q -> InvoiceProtos.discountMinor(input.apply(q)))
        .integer(q -> InvoiceProtos.discountBp(input.apply(q)))
        .text(q -> InvoiceProtos.series(input.apply(q)))
        .date(q -> InvoiceProtos.dueDate(input.apply(q)))
        .text(q -> input.apply(q).getNote());
  }
}
