package dev.corral.payment;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.common.v1.Role;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.ListPaymentMethodsRequest;
import dev.corral.payment.v1.PaymentMethod;
import dev.corral.payment.v1.PaymentServiceGrpc;
import dev.corral.payment.v1.UpsertPaymentMethodRequest;
import dev.corral.testing.UnknownTenant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** UpsertPaymentMethod and ListPaymentMethods. */
class PaymentMethodsTest {

  private final TestServer server = TestServer.shared();
  private final Till till = Till.open(server);

  @Test
  void methodsAreListedByIdAsTheyWereStored() {
    PaymentMethod stored =
        upsert(
            method("bank_transfer")
                .setRequiresReference(true)
                .setMinMinor(5)
                .setMaxMinor(5)
                .setActive(false));
    assertThat(stored.hasUpdateTime()).isTrue();
    assertThat(list(till)).contains(stored);
    assertThat(list(till)).extracting("methodId").containsExactly("bank_transfer", "card", "cash");
    assertThat(list(till.as(Role.ROLE_RECEPTION, Clinic.newId()))).isEqualTo(list(till));
    assertThat(list(Till.open(server))).doesNotContain(stored);
  }

  @Test
  void upsertReplacesAllOfAMethodAndARetryGetsTheFirstAnswer() {
    UpsertPaymentMethodRequest first =
        request(method("voucher").setRequiresReference(true).setMaxMinor(100).setActive(true))
            .build();
    PaymentMethod stored = till.stub().upsertPaymentMethod(first).getMethod();
    PaymentMethod replaced = upsert(method("voucher").setMinMinor(3));
    assertThat(replaced.getRequiresReference()).isFalse();
    assertThat(replaced.getMaxMinor()).isZero();
    assertThat(replaced.getActive()).isFalse();
    assertThat(till.stub().upsertPaymentMethod(first).getMethod()).isEqualTo(stored);
    assertThat(list(till)).contains(replaced).doesNotContain(stored);
  }

  @Test
  void methodThatIsPutOutOfUseTakesNoMorePaymentsAndKeepsThoseItTook() {
    Invoice invoice = till.issued(100);
    till.pay(invoice, 10, "r-1");
    upsert(method("card"));
    assertRefused(Outcome.INVALID_PAYMENT, () -> till.pay(invoice, 10, "r-2"));
    assertThat(till.refund(till.payments(invoice).getFirst(), 10).getInvoice().getPaidMinor())
        .isZero();
    upsert(method("card").setActive(true));
    till.pay(invoice, 10, "r-2");
    assertThat(server.violatedInvariants()).isEmpty();
  }

  @Test
  void upsertRefusesInItsOrder() {
    UpsertPaymentMethodRequest.Builder request = request(method("voucher"));
    assertRefused(
        Outcome.TENANT_NOT_FOUND,
        () ->
            PaymentServiceGrpc.newBlockingStub(server.channel())
                .withInterceptors(UnknownTenant.identity())
                .upsertPaymentMethod(request.build()));
    till.stub().upsertPaymentMethod(request.build());
    assertRefused(
        Outcome.REQUEST_ID_REUSED,
        () ->
            till.stub()
                .upsertPaymentMethod(
                    request.clone().setMethod(method("voucher").setActive(true)).build()));
    assertRefused(
        ServerReason.ROLE_NOT_ALLOWED,
        () ->
            till.as(Role.ROLE_RECEPTION, Clinic.newId())
                .stub()
                .upsertPaymentMethod(request.build()));
    assertRefused(
        ServerReason.ROLE_NOT_ALLOWED, () -> list(till.as(Role.ROLE_CLIENT, till.client())));
  }

  @Test
  void methodOutsideTheContractIsRefusedWithEveryField() {
    assertThat(
            violatedFields(
                () ->
                    upsert(
                        method("Cash")
                            .setDisplayName("")
                            .setMinMinor(-1)
                            .setMaxMinor(1_000_000_000_000_001L))))
        .containsExactlyInAnyOrder(
            "method.method_id", "method.display_name", "method.min_minor", "method.max_minor");
    assertThat(violatedFields(() -> upsert(method("credit")))).containsExactly("method.method_id");
    assertThat(violatedFields(() -> upsert(method("voucher").setMinMinor(2).setMaxMinor(1))))
        .containsExactly("method");
    assertThat(list(till)).extracting("methodId").containsExactly("card", "cash");
  }

  @Test
  void methodBeside100OthersIsRefused() {
    for (int i = list(till).size(); i < 100; i++) {
      upsert(method("way_" + i));
    }
    assertRefused(Outcome.TOO_MANY_METHODS, () -> upsert(method("one_more")));
    assertThat(upsert(method("cash").setDisplayName("Efectivo")).getDisplayName())
        .isEqualTo("Efectivo");
    assertThat(list(till)).hasSize(100);
  }

  private static PaymentMethod.Builder method(String id) {
    return PaymentMethod.newBuilder().setMethodId(id).setDisplayName("Way to pay");
  }

  private static UpsertPaymentMethodRequest.Builder request(PaymentMethod.Builder method) {
    return UpsertPaymentMethodRequest.newBuilder().setRequestId(Clinic.newId()).setMethod(method);
  }

  private PaymentMethod upsert(PaymentMethod.Builder method) {
    return till.stub().upsertPaymentMethod(request(method).build()).getMethod();
  }

  private static List<PaymentMethod> list(Till of) {
    return of.stub()
        .listPaymentMethods(ListPaymentMethodsRequest.getDefaultInstance())
        .getMethodsList();
  }
}
