package dev.corral;

import dev.corral.common.v1.Money;
import dev.corral.payment.v1.CreateInvoiceRequest;
import dev.corral.payment.v1.GrantCreditRequest;
import dev.corral.payment.v1.InvoiceInput;
import dev.corral.payment.v1.InvoiceLineInput;
import dev.corral.payment.v1.PaymentMethod;
import dev.corral.payment.v1.PaymentServiceGrpc.PaymentServiceBlockingStub;
import dev.corral.payment.v1.RecordInvoicePaymentRequest;
import dev.corral.payment.v1.UpsertPaymentMethodRequest;
import java.util.Set;

/** The invoices and payments that {@link ValidRequests} needs, in the state that an RPC wants. */
final class ValidBills {

  private static final Set<String> OF_DRAFTS =
      Set.of("UpdateDraftInvoice", "IssueInvoice", "VoidInvoice");

  private final Clinic clinic;
  private final String client;
  private boolean open;

  ValidBills(Clinic clinic, String client) {
    this.clinic = clinic;
    this.client = client;
  }

  /** A draft for the RPCs that want one, otherwise an issued invoice. */
  String invoice(String rpc) {
    InvoiceLineInput.Builder line =
        InvoiceLineInput.newBuilder().setDescription("Item").setQuantity(1).setUnitPriceMinor(1000);
    return payments()
        .createInvoice(
            CreateInvoiceRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setInvoice(InvoiceInput.newBuilder().setClientId(client).addLines(line))
                .setIssue(!OF_DRAFTS.contains(rpc))
                .build())
        .getInvoice()
        .getInvoiceId();
  }

  /** A pending payment for the RPC that wants one, otherwise a settled one. */
  String payment(String rpc) {
    return payments()
        .recordInvoicePayment(
            RecordInvoicePaymentRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setInvoiceId(invoice(rpc))
                .setAmount(money(1))
                .setMethodId("cash")
                .setReference(Clinic.newId())
                .setPending(rpc.equals("SettlePendingPayment"))
                .build())
        .getPayment()
        .getPaymentId();
  }

  /** The payment service, once the clinic has a way to pay and the client some credit. */
  private PaymentServiceBlockingStub payments() {
    if (!open) {
      open = true;
      clinic
          .payments()
          .upsertPaymentMethod(
              UpsertPaymentMethodRequest.newBuilder()
                  .setRequestId(Clinic.newId())
                  .setMethod(
                      PaymentMethod.newBuilder()
                          .setMethodId("cash")
                          .setDisplayName("Cash")
                          .setActive(true))
                  .build());
      clinic
          .payments()
          .grantCredit(
              GrantCreditRequest.newBuilder()
                  .setRequestId(Clinic.newId())
                  .setClientId(client)
                  .setAmount(money(1000))
                  .setReason("reason")
                  .build());
    }
    return clinic.payments();
  }

  private static Money money(long minor) {
    return Money.newBuilder().setCurrencyCode("PYG").setMinorUnits(minor).build();
  }
}
