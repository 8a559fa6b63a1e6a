package dev.corral.payment;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.common.v1.Money;
import dev.corral.common.v1.Role;
import dev.corral.payment.v1.ApplyCreditRequest;
import dev.corral.payment.v1.ApplyCreditResponse;
import dev.corral.payment.v1.CreateInvoiceRequest;
import dev.corral.payment.v1.GetClientStatementRequest;
import dev.corral.payment.v1.GetClientStatementResponse;
import dev.corral.payment.v1.GetInvoiceRequest;
import dev.corral.payment.v1.GrantCreditRequest;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.InvoiceInput;
import dev.corral.payment.v1.InvoiceLineInput;
import dev.corral.payment.v1.IssueInvoiceRequest;
import dev.corral.payment.v1.ListPaymentsRequest;
import dev.corral.payment.v1.Payment;
import dev.corral.payment.v1.PaymentMethod;
import dev.corral.payment.v1.PaymentServiceGrpc;
import dev.corral.payment.v1.PaymentServiceGrpc.PaymentServiceBlockingStub;
import dev.corral.payment.v1.PaymentState;
import dev.corral.payment.v1.RecordInvoicePaymentRequest;
import dev.corral.payment.v1.RecordInvoicePaymentResponse;
import dev.corral.payment.v1.RefundPaymentRequest;
import dev.corral.payment.v1.RefundPaymentResponse;
import dev.corral.payment.v1.SettlePendingPaymentRequest;
import dev.corral.payment.v1.SettlePendingPaymentResponse;
import dev.corral.payment.v1.UpsertPaymentMethodRequest;
import dev.corral.payment.v1.VoidInvoiceRequest;
import dev.corral.tenant.v1.TenantSettings;
import java.util.List;

/**
 * A clinic that takes money: one client, the methods {@code cash} and {@code card}. Every call is
 * made with a fresh request id, as ADMIN unless {@link #as} says otherwise.
 */
final class Till {

  private final TestServer server;
  private final Clinic clinic;
  private final String currencyCode;
  private final String client;
  private final PaymentServiceBlockingStub stub;

  private Till(TestServer server, Clinic clinic, String currencyCode, String client) {
    this.server = server;
    this.clinic = clinic;
    this.currencyCode = currencyCode;
    this.client = client;
    this.stub =
        PaymentServiceGrpc.newBlockingStub(server.channel()).withInterceptors(clinic.identity());
  }

  static Till open(TestServer server) {
    return open(server, settings());
  }

  static Till open(TestServer server, TenantSettings.Builder settings) {
    Clinic clinic = Clinic.create(server.channel(), settings.build());
    Till till = new Till(server, clinic, settings.getCurrencyCode(), clinic.client());
    till.method("cash", false);
    till.method("card", false);
    return till;
  }

  /** Settings to change: guaraníes, prices with tax, rounded on each line. */
  static TenantSettings.Builder settings() {
    return Clinic.settings("UTC");
  }

  /** The same till, used by somebody else. */
  Till as(Role role, String actorId) {
    return new Till(server, clinic.as(role, actorId), currencyCode, client);
  }

  /** The same till, billing another client. */
  Till billing(String otherClient) {
    return new Till(server, clinic, currencyCode, otherClient);
  }

  Clinic clinic() {
    return clinic;
  }

  String client() {
    return client;
  }

  PaymentServiceBlockingStub stub() {
    return stub;
  }

  Money money(long minor) {
    return Money.newBuilder().setCurrencyCode(currencyCode).setMinorUnits(minor).build();
  }

  void method(String id, boolean requiresReference) {
    stub.upsertPaymentMethod(
        UpsertPaymentMethodRequest.newBuilder()
            .setRequestId(Clinic.newId())
            .setMethod(
                PaymentMethod.newBuilder()
                    .setMethodId(id)
                    .setDisplayName(id)
                    .setRequiresReference(requiresReference)
                    .setActive(true))
            .build());
  }

  static InvoiceLineInput.Builder line(long quantity, long unitPriceMinor, int taxRateBp) {
    return InvoiceLineInput.newBuilder()
        .setDescription("Item")
        .setQuantity(quantity)
        .setUnitPriceMinor(unitPriceMinor)
        .setTaxRateBp(taxRateBp);
  }

  InvoiceInput.Builder bill(InvoiceLineInput.Builder... lines) {
    InvoiceInput.Builder bill = InvoiceInput.newBuilder().setClientId(client);
    for (InvoiceLineInput.Builder line : lines) {
      bill.addLines(line);
    }
    return bill;
  }

  CreateInvoiceRequest.Builder creation(InvoiceInput.Builder bill) {
    return CreateInvoiceRequest.newBuilder().setRequestId(Clinic.newId()).setInvoice(bill);
  }

  Invoice draft(InvoiceInput.Builder bill) {
    return stub.createInvoice(creation(bill).build()).getInvoice();
  }

  Invoice issued(InvoiceInput.Builder bill) {
    return stub.createInvoice(creation(bill).setIssue(true).build()).getInvoice();
  }

  /** An issued invoice of one line without tax. */
  Invoice issued(long totalMinor) {
    return issued(bill(line(1, totalMinor, 0)));
  }

  Invoice issue(Invoice draft) {
    return stub.issueInvoice(
            IssueInvoiceRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setInvoiceId(draft.getInvoiceId())
                .build())
        .getInvoice();
  }

  Invoice cancel(Invoice invoice) {
    return stub.voidInvoice(
            VoidInvoiceRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setInvoiceId(invoice.getInvoiceId())
                .setReason("mistake")
                .build())
        .getInvoice();
  }

  Invoice get(Invoice invoice) {
    return stub.getInvoice(
            GetInvoiceRequest.newBuilder().setInvoiceId(invoice.getInvoiceId()).build())
        .getInvoice();
  }

  RecordInvoicePaymentRequest.Builder payment(Invoice invoice, long minor) {
    return RecordInvoicePaymentRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setInvoiceId(invoice.getInvoiceId())
        .setAmount(money(minor))
        .setMethodId("cash");
  }

  RecordInvoicePaymentResponse pay(RecordInvoicePaymentRequest.Builder payment) {
    return stub.recordInvoicePayment(payment.build());
  }

  Payment pay(Invoice invoice, long minor) {
    return pay(payment(invoice, minor)).getPayment();
  }

  Payment pay(Invoice invoice, long minor, String reference) {
    return pay(payment(invoice, minor).setMethodId("card").setReference(reference)).getPayment();
  }

  Payment pending(Invoice invoice, long minor) {
    return pay(payment(invoice, minor).setPending(true)).getPayment();
  }

  SettlePendingPaymentResponse settle(Payment payment, PaymentState state) {
    return stub.settlePendingPayment(
        SettlePendingPaymentRequest.newBuilder()
            .setRequestId(Clinic.newId())
            .setPaymentId(payment.getPaymentId())
            .setState(state)
            .build());
  }

  RefundPaymentRequest.Builder refunding(Payment payment, long minor) {
    return RefundPaymentRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setPaymentId(payment.getPaymentId())
        .setAmount(money(minor))
        .setReason("returned");
  }

  RefundPaymentResponse refund(Payment payment, long minor) {
    return stub.refundPayment(refunding(payment, minor).build());
  }

  List<Payment> payments(Invoice invoice) {
    return stub.listPayments(
            ListPaymentsRequest.newBuilder()
                .setInvoiceId(invoice.getInvoiceId())
                .setPageSize(200)
                .build())
        .getPaymentsList();
  }

  GrantCreditRequest.Builder granting(long minor) {
    return GrantCreditRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setClientId(client)
        .setAmount(money(minor))
        .setReason("goodwill");
  }

  long grant(long minor) {
    return stub.grantCredit(granting(minor).build()).getCreditMinor();
  }

  ApplyCreditResponse apply(Invoice invoice, long minor) {
    return stub.applyCredit(
        ApplyCreditRequest.newBuilder()
            .setRequestId(Clinic.newId())
            .setInvoiceId(invoice.getInvoiceId())
            .setAmount(money(minor))
            .build());
  }

  GetClientStatementResponse statement() {
    return stub.getClientStatement(
        GetClientStatementRequest.newBuilder().setClientId(client).build());
  }
}
