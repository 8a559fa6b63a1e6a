package dev.corral.payment;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.detail;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.ResourceInfo;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.common.v1.Money;
import dev.corral.common.v1.Role;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.Payment;
import dev.corral.payment.v1.PaymentMethod;
import dev.corral.payment.v1.PaymentState;
import dev.corral.payment.v1.RecordInvoicePaymentRequest;
import dev.corral.payment.v1.UpsertPaymentMethodRequest;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Every reason for which RecordInvoicePayment refuses, and which of two comes first. */
class RecordInvoicePaymentRefusalsTest {

  private static final long LARGEST = 1_000_000_000_000_000L;

  private final TestServer server = TestServer.shared();
  private final Till till = Till.open(server);
  private final Invoice invoice = till.issued(500);

  @AfterAll
  static void booksAgree() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void answerNamesEveryBadFieldAtOnce() {
    limited("voucher", true);
    Map<String, String> inactive = faults(p -> p.setMethodId("gone").setAmount(dollars(0)));
    assertThat(inactive)
        .containsOnlyKeys("amount.currency_code", "amount.minor_units", "method_id")
        .containsEntry("method_id", "is not an active method of the tenant");
    assertThat(faults(p -> p.setMethodId("voucher").setAmount(dollars(-5))))
        .containsOnlyKeys("amount.currency_code", "amount.minor_units", "reference")
        .containsEntry("amount.minor_units", "must be from 1 to 10^15")
        .containsEntry("amount.currency_code", "must be PYG, the currency of the invoice")
        .containsEntry("reference", "is required by this method");
    assertThat(faults(p -> p.setMethodId("voucher").setAmount(till.money(9))))
        .containsOnlyKeys("amount.minor_units", "reference")
        .containsEntry("amount.minor_units", "must be at least 10 for this method");
    assertThat(faults(p -> p.setMethodId("voucher").setAmount(till.money(101)).setReference("v-1")))
        .containsOnly(Map.entry("amount.minor_units", "must be at most 100 for this method"));
    assertThat(till.payments(invoice)).isEmpty();
  }

  @Test
  void amountHasTheLimitsOfTheContract() {
    assertThat(faults(p -> p.setAmount(till.money(0)))).containsOnlyKeys("amount.minor_units");
    assertThat(faults(p -> p.setAmount(till.money(LARGEST + 1))))
        .containsOnlyKeys("amount.minor_units");
    assertThat(faults(p -> p.setAmount(till.money(Long.MIN_VALUE))))
        .containsOnlyKeys("amount.minor_units");
    assertThat(faults(p -> p.setAmount(till.money(Long.MAX_VALUE))))
        .containsOnlyKeys("amount.minor_units");
    assertRefused(Outcome.OVERPAYMENT, () -> till.pay(invoice, LARGEST));
  }

  @Test
  void methodThatIsInactiveUnknownOrForeignIsNone() {
    limited("voucher", false);
    for (String method : new String[] {"voucher", "nothing", "credit", "", "CASH"}) {
      assertThat(faults(p -> p.setMethodId(method).setAmount(till.money(50)).setReference("r")))
          .as(method)
          .containsOnlyKeys("method_id");
    }
    Till elsewhere = Till.open(server);
    elsewhere.method("barter", false);
    assertThat(faults(p -> p.setMethodId("barter"))).containsOnlyKeys("method_id");
  }

  @Test
  void draftVoidForeignAndUnknownInvoicesRefuseEachForItsReason() {
    Invoice draft = till.draft(till.bill(Till.line(1, 100, 0)));
    assertThat(refused(Outcome.INVOICE_NOT_PAYABLE, till.payment(draft, 100)).getMetadataMap())
        .containsOnly(Map.entry("state", "DRAFT"));
    Invoice gone = till.cancel(till.issued(100));
    assertThat(refused(Outcome.INVOICE_NOT_PAYABLE, till.payment(gone, 100)).getMetadataMap())
        .containsOnly(Map.entry("state", "VOID"));
    refused(Outcome.INVOICE_NOT_FOUND, till.payment(invoice, 100).setInvoiceId(Clinic.newId()));
    Till elsewhere = Till.open(server);
    assertRefused(Outcome.INVOICE_NOT_FOUND, () -> elsewhere.pay(invoice, 100));
    StatusRuntimeException thrown =
        catchThrowableOfType(StatusRuntimeException.class, () -> elsewhere.pay(invoice, 100));
    assertThat(detail(thrown, ResourceInfo.class).getResourceType()).isEqualTo("invoice");
    // a payment that is bad in itself is so whatever the invoice
    refused(Outcome.INVALID_PAYMENT, till.payment(draft, 0));
    refused(Outcome.INVALID_PAYMENT, till.payment(gone, 0));
    assertRefused(Outcome.INVOICE_NOT_FOUND, () -> elsewhere.pay(invoice, 0));
  }

  @Test
  void pendingPaymentStandsInTheWayOfWhatWouldFitWithoutIt() {
    Payment pending = till.pending(invoice, 300);
    Map<String, String> due = Map.of("due_minor", "200", "pending_minor", "300");
    assertThat(refused(Outcome.PAYMENT_PENDING, till.payment(invoice, 201)).getMetadataMap())
        .isEqualTo(due);
    refused(Outcome.PAYMENT_PENDING, till.payment(invoice, 500));
    refused(Outcome.PAYMENT_PENDING, till.payment(invoice, 201).setPending(true));
    assertThat(refused(Outcome.OVERPAYMENT, till.payment(invoice, 501)).getMetadataMap())
        .isEqualTo(due);
    till.pay(invoice, 200);
    till.settle(pending, PaymentState.PAYMENT_STATE_FAILED);
    StatusRuntimeException thrown =
        catchThrowableOfType(StatusRuntimeException.class, () -> till.pay(invoice, 301));
    assertThat(detail(thrown, PreconditionFailure.class).getViolations(0).getType())
        .isEqualTo("OVERPAYMENT");
    assertThat(till.pay(invoice, 300).getAmountMinor()).isEqualTo(300);
  }

  @Test
  void referenceIsUsedOnceForEachMethodOfTheTenant() {
    till.pay(invoice, 100, "r-1");
    Invoice other = till.issued(100);
    refused(
        Outcome.REFERENCE_ALREADY_USED,
        till.payment(other, 100).setMethodId("card").setReference("r-1"));
    // too much and used: what is due comes first
    refused(Outcome.OVERPAYMENT, till.payment(other, 101).setMethodId("card").setReference("r-1"));
    assertThat(till.pay(till.payment(other, 1).setReference("r-1")).getPayment().getMethodId())
        .isEqualTo("cash");
    till.pay(other, 1);
    till.pay(other, 1);
    Till elsewhere = Till.open(server);
    elsewhere.pay(elsewhere.issued(100), 100, "r-1");
  }

  @Test
  void referenceOfAFailedPaymentIsFreeAgain() {
    RecordInvoicePaymentRequest.Builder pending =
        till.payment(invoice, 100).setMethodId("card").setReference("r-2").setPending(true);
    Payment first = till.pay(pending).getPayment();
    refused(Outcome.REFERENCE_ALREADY_USED, pending.clone().setRequestId(Clinic.newId()));
    till.settle(first, PaymentState.PAYMENT_STATE_FAILED);
    Payment second = till.pay(invoice, 100, "r-2");
    assertThat(second.getPaymentId()).isNotEqualTo(first.getPaymentId());
    refused(
        Outcome.REFERENCE_ALREADY_USED,
        till.payment(invoice, 100).setMethodId("card").setReference("r-2"));
  }

  @Test
  void requestIdComesBeforeEverythingButTheInvoice() {
    RecordInvoicePaymentRequest.Builder request = till.payment(invoice, 500);
    Payment paid = till.pay(request).getPayment();
    assertThat(till.pay(request).getPayment()).isEqualTo(paid);
    refused(Outcome.REQUEST_ID_REUSED, request.clone().setAmount(till.money(0)));
    refused(Outcome.REQUEST_ID_REUSED, request.clone().setPending(true));
    refused(Outcome.INVOICE_NOT_FOUND, request.clone().setInvoiceId(Clinic.newId()));
    // the same words from another person
    assertRefused(
        Outcome.REQUEST_ID_REUSED, () -> till.as(Role.ROLE_RECEPTION, Clinic.newId()).pay(request));
  }

  @Test
  void requestOutsideTheContractIsRefusedBeforeTheDatabaseSeesIt() {
    assertThat(
            violatedFields(
                () ->
                    till.pay(
                        RecordInvoicePaymentRequest.newBuilder()
                            .setRequestId("no")
                            .setInvoiceId("no")
                            .setMethodId("m".repeat(41))
                            .setReference("r".repeat(201)))))
        .containsExactlyInAnyOrder("request_id", "invoice_id", "amount", "method_id", "reference");
  }

  private Map<String, String> faults(UnaryOperator<RecordInvoicePaymentRequest.Builder> change) {
    RecordInvoicePaymentRequest request = change.apply(till.payment(invoice, 100)).build();
    StatusRuntimeException thrown =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> till.stub().recordInvoicePayment(request));
    ErrorInfo info = refused(Outcome.INVALID_PAYMENT, request.toBuilder());
    assertThat(detail(thrown, BadRequest.class).getFieldViolationsList())
        .allSatisfy(
            fault ->
                assertThat(info.getMetadataMap())
                    .containsEntry(fault.getField(), fault.getDescription()))
        .hasSameSizeAs(info.getMetadataMap().keySet());
    return info.getMetadataMap();
  }

  private ErrorInfo refused(Outcome reason, RecordInvoicePaymentRequest.Builder request) {
    return assertRefused(reason, () -> till.pay(request));
  }

  private void limited(String methodId, boolean active) {
    till.stub()
        .upsertPaymentMethod(
            UpsertPaymentMethodRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setMethod(
                    PaymentMethod.newBuilder()
                        .setMethodId(methodId)
                        .setDisplayName("Voucher")
                        .setRequiresReference(true)
                        .setMinMinor(10)
                        .setMaxMinor(100)
                        .setActive(active))
                .build());
  }

  private static Money dollars(long minor) {
    return Money.newBuilder().setCurrencyCode("USD").setMinorUnits(minor).build();
  }
}
