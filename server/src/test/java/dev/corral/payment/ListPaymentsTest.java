package dev.corral.payment;

import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.common.v1.Role;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.ListPaymentsRequest;
import dev.corral.payment.v1.ListPaymentsResponse;
import dev.corral.payment.v1.Payment;
import dev.corral.payment.v1.PaymentState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which payments ListPayments shows to whom, in which order and in which pages. */
class ListPaymentsTest {

  private final TestServer server = TestServer.shared();
  private final Till till = Till.open(server);
  private final Invoice invoice = till.issued(1_000);

  @Test
  void newestComesFirstWithItsRefundsTheOldestFirst() {
    Payment first = till.pay(invoice, 100);
    Payment second = till.pay(invoice, 50);
    till.refund(first, 10);
    Payment refunded = till.refund(first, 20).getPayment();
    assertThat(list(q -> q)).containsExactly(second, refunded);
    assertThat(refunded.getRefundsList()).extracting("amountMinor").containsExactly(10L, 20L);
    assertThat(refunded.getRefundedMinor()).isEqualTo(30);
  }

  @Test
  void filtersAreJoined() {
    Payment settled = till.pay(invoice, 100);
    Payment failed = till.pending(invoice, 50);
    failed = till.settle(failed, PaymentState.PAYMENT_STATE_FAILED).getPayment();
    Payment pending = till.pending(invoice, 60);
    Till others = till.billing(till.clinic().client());
    Invoice another = others.issued(10);
    Payment other = others.pay(another, 10);
    assertThat(list(q -> q.setInvoiceId(invoice.getInvoiceId())))
        .containsExactly(pending, failed, settled);
    assertThat(list(q -> q.setInvoiceId(Clinic.newId()))).isEmpty();
    assertThat(list(q -> q.setClientId(others.client()))).containsExactly(other);
    assertThat(list(q -> q.setClientId(others.client()).setInvoiceId(invoice.getInvoiceId())))
        .isEmpty();
    assertThat(list(q -> q.addStates(PaymentState.PAYMENT_STATE_PENDING))).containsExactly(pending);
    assertThat(list(q -> q.addStates(PaymentState.PAYMENT_STATE_FAILED))).containsExactly(failed);
    assertThat(
            list(
                q ->
                    q.addStates(PaymentState.PAYMENT_STATE_SETTLED)
                        .addStates(PaymentState.PAYMENT_STATE_PENDING)))
        .containsExactly(other, pending, settled);
  }

  @Test
  void timesIncludeTheirBeginAndNotTheirEnd() {
    Payment first = till.pay(invoice, 100);
    Payment second = till.pay(invoice, 50);
    assertThat(list(q -> q.setFromTime(second.getCreateTime()))).containsExactly(second);
    assertThat(list(q -> q.setToTime(second.getCreateTime()))).containsExactly(first);
    assertThat(list(q -> q.setFromTime(first.getCreateTime()).setToTime(first.getCreateTime())))
        .isEmpty();
  }

  @Test
  void pagesHoldEachPaymentOnceWhateverIsAddedMeanwhile() {
    List<Payment> expected = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      expected.addFirst(till.pay(invoice, 1));
    }
    List<Payment> seen = new ArrayList<>();
    ListPaymentsRequest.Builder request = ListPaymentsRequest.newBuilder().setPageSize(3);
    do {
      ListPaymentsResponse page = till.stub().listPayments(request.build());
      seen.addAll(page.getPaymentsList());
      request.setPageToken(page.getNextPageToken());
      till.pay(invoice, 1);
    } while (!request.getPageToken().isEmpty());
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void tokenIsGoodOnlyForItsCallerAndItsFilters() {
    till.pay(invoice, 1);
    till.pay(invoice, 1);
    ListPaymentsRequest request = ListPaymentsRequest.newBuilder().setPageSize(1).build();
    String token = till.stub().listPayments(request).getNextPageToken();
    ListPaymentsRequest next = request.toBuilder().setPageToken(token).build();
    assertThat(till.stub().listPayments(next).getPaymentsList()).hasSize(1);
    Stream.of(
            next.toBuilder().setClientId(till.client()),
            next.toBuilder().setInvoiceId(invoice.getInvoiceId()),
            next.toBuilder().addStates(PaymentState.PAYMENT_STATE_SETTLED),
            next.toBuilder().setFromTime(invoice.getCreateTime()),
            next.toBuilder().setToTime(invoice.getCreateTime()),
            next.toBuilder().setPageToken("never"))
        .forEach(
            other ->
                assertThat(violatedFields(() -> till.stub().listPayments(other.build())))
                    .containsExactly("page_token"));
    Till client = till.as(Role.ROLE_CLIENT, till.client());
    assertThat(violatedFields(() -> client.stub().listPayments(next)))
        .containsExactly("page_token");
  }

  @Test
  void clientSeesOwnPaymentsOnlyAndATenantNoneOfOthers() {
    Payment own = till.pay(invoice, 100);
    Till others = till.billing(till.clinic().client());
    Invoice another = others.issued(10);
    others.pay(another, 10);
    ListPaymentsRequest all = ListPaymentsRequest.getDefaultInstance();
    ListPaymentsRequest foreign =
        ListPaymentsRequest.newBuilder().setInvoiceId(another.getInvoiceId()).build();
    Till client = till.as(Role.ROLE_CLIENT, till.client());
    assertThat(client.stub().listPayments(all).getPaymentsList()).containsExactly(own);
    assertThat(client.stub().listPayments(foreign).getPaymentsList()).isEmpty();
    assertThat(Till.open(server).stub().listPayments(all).getPaymentsList()).isEmpty();
    assertThat(Till.open(server).stub().listPayments(foreign).getPaymentsList()).isEmpty();
  }

  private List<Payment> list(UnaryOperator<ListPaymentsRequest.Builder> filter) {
    return till.stub()
        .listPayments(filter.apply(ListPaymentsRequest.newBuilder()).build())
        .getPaymentsList();
  }
}
