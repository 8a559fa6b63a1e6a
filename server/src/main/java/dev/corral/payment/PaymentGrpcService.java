package dev.corral.payment;

import dev.corral.grpc.CallContext;
import dev.corral.grpc.Replies;
import dev.corral.kernel.Lane;
import dev.corral.payment.v1.ApplyCreditRequest;
import dev.corral.payment.v1.ApplyCreditResponse;
import dev.corral.payment.v1.CreateInvoiceRequest;
import dev.corral.payment.v1.CreateInvoiceResponse;
import dev.corral.payment.v1.GetClientStatementRequest;
import dev.corral.payment.v1.GetClientStatementResponse;
import dev.corral.payment.v1.GetInvoiceRequest;
import dev.corral.payment.v1.GetInvoiceResponse;
import dev.corral.payment.v1.GrantCreditRequest;
import dev.corral.payment.v1.GrantCreditResponse;
import dev.corral.payment.v1.IssueInvoiceRequest;
import dev.corral.payment.v1.IssueInvoiceResponse;
import dev.corral.payment.v1.ListInvoicesRequest;
import dev.corral.payment.v1.ListInvoicesResponse;
import dev.corral.payment.v1.ListPaymentMethodsRequest;
import dev.corral.payment.v1.ListPaymentMethodsResponse;
import dev.corral.payment.v1.ListPaymentsRequest;
import dev.corral.payment.v1.ListPaymentsResponse;
import dev.corral.payment.v1.PaymentServiceGrpc;
import dev.corral.payment.v1.RecordInvoicePaymentRequest;
import dev.corral.payment.v1.RecordInvoicePaymentResponse;
import dev.corral.payment.v1.RefundPaymentRequest;
import dev.corral.payment.v1.RefundPaymentResponse;
import dev.corral.payment.v1.SettlePendingPaymentRequest;
import dev.corral.payment.v1.SettlePendingPaymentResponse;
import dev.corral.payment.v1.UpdateDraftInvoiceRequest;
import dev.corral.payment.v1.UpdateDraftInvoiceResponse;
import dev.corral.payment.v1.UpsertPaymentMethodRequest;
import dev.corral.payment.v1.UpsertPaymentMethodResponse;
import dev.corral.payment.v1.VoidInvoiceRequest;
import dev.corral.payment.v1.VoidInvoiceResponse;
import io.grpc.stub.StreamObserver;

/** PaymentService on the wire. Thread-safe. */
public final class PaymentGrpcService extends PaymentServiceGrpc.PaymentServiceImplBase {

  private final InvoiceStore invoices;
  private final PaymentStore payments;
  private final AccountStore accounts;

  /** A service that reaches the database through this lane. */
  public PaymentGrpcService(Lane lane) {
    this.invoices = new InvoiceStore(lane);
    this.payments = new PaymentStore(lane);
    this.accounts = new AccountStore(lane);
  }

  @Override
  public void createInvoice(
      CreateInvoiceRequest request, StreamObserver<CreateInvoiceResponse> replies) {
    Replies.send(replies, invoices.createInvoice(CallContext.call(request)));
  }

  @Override
  public void updateDraftInvoice(
      UpdateDraftInvoiceRequest request, StreamObserver<UpdateDraftInvoiceResponse> replies) {
    Replies.send(replies, invoices.updateDraftInvoice(CallContext.call(request)));
  }

  @Override
  public void issueInvoice(
      IssueInvoiceRequest request, StreamObserver<IssueInvoiceResponse> replies) {
    Replies.send(replies, invoices.issueInvoice(CallContext.call(request)));
  }

  @Override
  public void voidInvoice(VoidInvoiceRequest request, StreamObserver<VoidInvoiceResponse> replies) {
    Replies.send(replies, invoices.voidInvoice(CallContext.call(request)));
  }

  @Override
  public void getInvoice(GetInvoiceRequest request, StreamObserver<GetInvoiceResponse> replies) {
    Replies.send(replies, invoices.getInvoice(CallContext.call(request)));
  }

  @Override
  public void listInvoices(
      ListInvoicesRequest request, StreamObserver<ListInvoicesResponse> replies) {
    Replies.send(replies, invoices.listInvoices(CallContext.call(request)));
  }

  @Override
  public void recordInvoicePayment(
      RecordInvoicePaymentRequest request, StreamObserver<RecordInvoicePaymentResponse> replies) {
    Replies.send(replies, payments.recordInvoicePayment(CallContext.call(request)));
  }

  @Override
  public void settlePendingPayment(
      SettlePendingPaymentRequest request, StreamObserver<SettlePendingPaymentResponse> replies) {
    Replies.send(replies, payments.settlePendingPayment(CallContext.call(request)));
  }

  @Override
  public void refundPayment(
      RefundPaymentRequest request, StreamObserver<RefundPaymentResponse> replies) {
    Replies.send(replies, payments.refundPayment(CallContext.call(request)));
  }

  @Override
  public void grantCredit(GrantCreditRequest request, StreamObserver<GrantCreditResponse> replies) {
    Replies.send(replies, accounts.grantCredit(CallContext.call(request)));
  }

  @Override
  public void applyCredit(ApplyCreditRequest request, StreamObserver<ApplyCreditResponse> replies) {
    Replies.send(replies, payments.applyCredit(CallContext.call(request)));
  }

  @Override
  public void listPayments(
      ListPaymentsRequest request, StreamObserver<ListPaymentsResponse> replies) {
    Replies.send(replies, payments.listPayments(CallContext.call(request)));
  }

  @Override
  public void getClientStatement(
      GetClientStatementRequest request, StreamObserver<GetClientStatementResponse> replies) {
    Replies.send(replies, accounts.getClientStatement(CallContext.call(request)));
  }

  @Override
  public void upsertPaymentMethod(
      UpsertPaymentMethodRequest request, StreamObserver<UpsertPaymentMethodResponse> replies) {
    Replies.send(replies, accounts.upsertPaymentMethod(CallContext.call(request)));
  }

  @Override
  public void listPaymentMethods(
      ListPaymentMethodsRequest request, StreamObserver<ListPaymentMethodsResponse> replies) {
    Replies.send(replies, accounts.listPaymentMethods(CallContext.call(request)));
  }
}
