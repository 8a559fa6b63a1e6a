package dev.corral.payment;

import dev.corral.grpc.Page;
import dev.corral.kernel.Call;
import dev.corral.kernel.Lane;
import dev.corral.kernel.SqlFunction;
import dev.corral.payment.v1.ApplyCreditRequest;
import dev.corral.payment.v1.ApplyCreditResponse;
import dev.corral.payment.v1.ListPaymentsRequest;
import dev.corral.payment.v1.ListPaymentsResponse;
import dev.corral.payment.v1.Payment;
import dev.corral.payment.v1.RecordInvoicePaymentRequest;
import dev.corral.payment.v1.RecordInvoicePaymentResponse;
import dev.corral.payment.v1.RefundPaymentRequest;
import dev.corral.payment.v1.RefundPaymentResponse;
import dev.corral.payment.v1.SettlePendingPaymentRequest;
import dev.corral.payment.v1.SettlePendingPaymentResponse;
import java.util.List;

/** The functions that keep payments; one method, one function. Thread-safe. */
final class PaymentStore {

  private static final String[] PAYMENT = {
    InvoiceProtos.COLUMNS, "f.overdue", PaymentProtos.COLUMNS, "f.refunds"
  };

  private static final SqlFunction<RecordInvoicePaymentRequest, RecordInvoicePaymentResponse>
      RECORD_INVOICE_PAYMENT =
          SqlFunction.writing(
                  "payment.record_invoice_payment", RecordInvoicePaymentRequest::getRequestId)
              .contendingFor(RecordInvoicePaymentRequest::getInvoiceId)
              .uuid(RecordInvoicePaymentRequest::getInvoiceId)
              .text(q -> q.getAmount().getCurrencyCode())
              .bigint(q -> q.getAmount().getMinorUnits())
              .text(RecordInvoicePaymentRequest::getMethodId)
              .text(RecordInvoicePaymentRequest::getReference)
              .bool(RecordInvoicePaymentRequest::getPending)
              .validateOnly(RecordInvoicePaymentRequest::getValidateOnly)
              .returning(
                  row ->
                      RecordInvoicePaymentResponse.newBuilder()
                          .setInvoice(InvoiceProtos.invoice(row))
                          .setPayment(PaymentProtos.payment(row))
                          .build(),
                  PAYMENT);

  private static final SqlFunction<SettlePendingPaymentRequest, SettlePendingPaymentResponse>
      SETTLE_PENDING_PAYMENT =
          SqlFunction.writing(
                  "payment.settle_pending_payment", SettlePendingPaymentRequest::getRequestId)
              .contendingFor(SettlePendingPaymentRequest::getPaymentId)
              .uuid(SettlePendingPaymentRequest::getPaymentId)
              .text(q -> PaymentProtos.stateName(q.getState()))
              .validateOnly(SettlePendingPaymentRequest::getValidateOnly)
              .returning(
                  row ->
                      SettlePendingPaymentResponse.newBuilder()
                          .setInvoice(InvoiceProtos.invoice(row))
                          .setPayment(PaymentProtos.payment(row))
                          .build(),
                  PAYMENT);

  private static final SqlFunction<RefundPaymentRequest, RefundPaymentResponse> REFUND_PAYMENT =
      SqlFunction.writing("payment.refund_payment", RefundPaymentRequest::getRequestId)
          .contendingFor(RefundPaymentRequest::getPaymentId)
          .uuid(RefundPaymentRequest::getPaymentId)
          .text(q -> q.getAmount().getCurrencyCode())
          .bigint(q -> q.getAmount().getMinorUnits())
          .text(RefundPaymentRequest::getReason)
          .validateOnly(RefundPaymentRequest::getValidateOnly)
          .returning(
              row ->
                  RefundPaymentResponse.newBuilder()
                      .setInvoice(InvoiceProtos.invoice(row))
                      .setPayment(PaymentProtos.payment(row))
                      .build(),
              PAYMENT);

  private static final SqlFunction<ApplyCreditRequest, ApplyCreditResponse> APPLY_CREDIT =
      SqlFunction.writing("payment.apply_credit", ApplyCreditRequest::getRequestId)
          .contendingFor(ApplyCreditRequest::getInvoiceId)
          .uuid(ApplyCreditRequest::getInvoiceId)
          .text(q -> q.getAmount().getCurrencyCode())
          .bigint(q -> q.getAmount().getMinorUnits())
          .validateOnly(ApplyCreditRequest::getValidateOnly)
          .returning(
              row ->
                  ApplyCreditResponse.newBuilder()
                      .setInvoice(InvoiceProtos.invoice(row))
                      .setPayment(PaymentProtos.payment(row))
                      .setCreditMinor(row.bigint("credit_minor"))
                      .build(),
              InvoiceProtos.COLUMNS,
              "f.overdue",
              PaymentProtos.COLUMNS,
              "f.refunds",
              "f.credit_minor");

  private static final SqlFunction<ListPaymentsRequest, List<Payment>> LIST_PAYMENTS =
      SqlFunction.<ListPaymentsRequest>readingAsActor("payment.list_payments")
          .uuid(ListPaymentsRequest::getInvoiceId)
          .uuid(ListPaymentsRequest::getClientId)
          .words(q -> q.getStatesList().stream().map(PaymentProtos::stateName).toList())
          .timestamptz(q -> q.hasFromTime() ? q.getFromTime() : null)
          .timestamptz(q -> q.hasToTime() ? q.getToTime() : null)
          .timestamptz(q -> Page.after(q).time())
          .uuid(q -> Page.after(q).id())
          .integer(q -> Page.rowsMax(q))
          .returningSet(PaymentProtos::payment, PaymentProtos.COLUMNS, "f.refunds");

  private final Lane lane;

  PaymentStore(Lane lane) {
    this.lane = lane;
  }

  RecordInvoicePaymentResponse recordInvoicePayment(Call<RecordInvoicePaymentRequest> call) {
    return lane.call(RECORD_INVOICE_PAYMENT, call);
  }

  SettlePendingPaymentResponse settlePendingPayment(Call<SettlePendingPaymentRequest> call) {
    return lane.call(SETTLE_PENDING_PAYMENT, call);
  }

  RefundPaymentResponse refundPayment(Call<RefundPaymentRequest> call) {
    return lane.call(REFUND_PAYMENT, call);
  }

  ApplyCreditResponse applyCredit(Call<ApplyCreditRequest> call) {
    return lane.call(APPLY_CREDIT, call);
  }

  ListPaymentsResponse listPayments(Call<ListPaymentsRequest> call) {
    Page<Payment> page =
        Page.of(
            call.request(),
            lane.call(LIST_PAYMENTS, call),
            p -> new Page.Position(p.getCreateTime(), p.getPaymentId()));
    return ListPaymentsResponse.newBuilder()
        .addAllPayments(page.rows())
        .setNextPageToken(page.nextToken())
        .build();
  }
}
