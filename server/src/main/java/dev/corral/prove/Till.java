package dev.corral.prove;

import dev.corral.common.v1.Money;
import dev.corral.payment.v1.CreateInvoiceRequest;
import dev.corral.payment.v1.GetInvoiceRequest;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.InvoiceInput;
import dev.corral.payment.v1.InvoiceLineInput;
import dev.corral.payment.v1.ListPaymentsRequest;
import dev.corral.payment.v1.Payment;
import dev.corral.payment.v1.PaymentMethod;
import dev.corral.payment.v1.PaymentServiceGrpc;
import dev.corral.payment.v1.PaymentServiceGrpc.PaymentServiceBlockingStub;
import dev.corral.payment.v1.RecordInvoicePaymentRequest;
import dev.corral.payment.v1.RecordInvoicePaymentResponse;
import dev.corral.payment.v1.UpsertPaymentMethodRequest;
import java.util.List;

/** One client's invoices, and payments of them by a method of its own. */
final class Till {

  private static final int PAGE = 200;

  private final Scene scene;
  private final PaymentServiceBlockingStub payments;
  private final String client;
  private final String method = "prove_" + Scene.newId().substring(24);

  Till(Scene scene) {
    this.scene = scene;
    this.payments = PaymentServiceGrpc.newBlockingStub(scene.channel());
    this.client = scene.client();
    payments.upsertPaymentMethod(
        UpsertPaymentMethodRequest.newBuilder()
            .setRequestId(Scene.newId())
            .setMethod(
                PaymentMethod.newBuilder()
                    .setMethodId(method)
                    .setDisplayName("Prove")
                    .setActive(true))
            .build());
  }

  /** An issued invoice of one line without tax. */
  Invoice issued(long totalMinor) {
    return payments
        .createInvoice(
            CreateInvoiceRequest.newBuilder()
                .setRequestId(Scene.newId())
                .setIssue(true)
                .setInvoice(
                    InvoiceInput.newBuilder()
                        .setClientId(client)
                        .addLines(
                            InvoiceLineInput.newBuilder()
                                .setDescription("Prove")
                                .setQuantity(1)
                                .setUnitPriceMinor(totalMinor)))
                .build())
        .getInvoice();
  }

  /** A payment to send, once or often, under a request id of its own. */
  RecordInvoicePaymentRequest payment(Invoice invoice, long minor) {
    return RecordInvoicePaymentRequest.newBuilder()
        .setRequestId(Scene.newId())
        .setInvoiceId(invoice.getInvoiceId())
        .setAmount(
            Money.newBuilder().setCurrencyCode(scene.currencyCode()).setMinorUnits(minor).build())
        .setMethodId(method)
        .build();
  }

  RecordInvoicePaymentResponse pay(RecordInvoicePaymentRequest payment) {
    return payments.recordInvoicePayment(payment);
  }

  Invoice read(String invoiceId) {
    return payments
        .getInvoice(GetInvoiceRequest.newBuilder().setInvoiceId(invoiceId).build())
        .getInvoice();
  }

  List<Payment> payments(Invoice invoice) {
    return payments
        .listPayments(
            ListPaymentsRequest.newBuilder()
                .setInvoiceId(invoice.getInvoiceId())
                .setPageSize(PAGE)
                .build())
        .getPaymentsList();
  }

  /** Reads an invoice that is to have one payment; more of them are double payments. */
  void check(Invoice invoice, long paidMinor, Tally tally) {
    List<Payment> stored = payments(invoice);
    tally.harm(
        stored.size() - 1L,
        "invoice %s has %d payments".formatted(invoice.getInvoiceId(), stored.size()));
    tally.expect(!stored.isEmpty(), "an acknowledged payment is not there");
    long paid = read(invoice.getInvoiceId()).getPaidMinor();
    tally.expect(
        paid == paidMinor, "an invoice says %d paid instead of %d".formatted(paid, paidMinor));
  }
}
