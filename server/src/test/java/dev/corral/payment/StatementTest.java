package dev.corral.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.GetClientStatementRequest;
import dev.corral.payment.v1.GetClientStatementResponse;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.InvoiceState;
import dev.corral.payment.v1.Payment;
import dev.corral.payment.v1.PaymentState;
import dev.corral.payment.v1.StatementEntry;
import dev.corral.tenant.v1.SurplusPolicy;
import dev.corral.testing.Refusals;
import io.grpc.StatusRuntimeException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Statements of a client with a random past, against sums that the test keeps itself. */
class StatementTest {

  private static final Set<String> EXPECTED =
      Set.of(
          Outcome.CREDIT_TOO_SMALL.name(),
          Outcome.OVERPAYMENT.name(),
          Outcome.PAYMENT_PENDING.name(),
          Outcome.INVOICE_NOT_PAYABLE.name(),
          Outcome.INVOICE_NOT_VOIDABLE.name(),
          Outcome.PAYMENT_NOT_PENDING.name(),
          Outcome.PAYMENT_NOT_REFUNDABLE.name(),
          Outcome.REFUND_TOO_LARGE.name());

  private final TestServer server = TestServer.shared();
  private final Till till =
      Till.open(server, Till.settings().setSurplusPolicy(SurplusPolicy.SURPLUS_POLICY_CREDIT));
  private final List<Invoice> invoices = new ArrayList<>();
  private final List<Payment> payments = new ArrayList<>();

  @Test
  void balancesAtEachInstantAreTheSumsOfWhatCameBefore() {
    List<StatementEntry> entries = randomPast(80);
    assertThat(entries).hasSizeGreaterThan(30);
    long owed = 0;
    long credit = 0;
    for (StatementEntry entry : entries) {
      assertBalances(justBefore(entry.getCreateTime()), owed, credit);
      owed += entry.getOwedMinor();
      credit += entry.getCreditMinor();
      assertBalances(entry.getCreateTime(), owed, credit);
    }
    GetClientStatementResponse now = till.statement();
    assertThat(now.getOwedMinor()).isEqualTo(owed);
    assertThat(now.getCreditMinor()).isEqualTo(credit);
    assertThat(server.violatedInvariants()).isEmpty();
  }

  @Test
  void whatIsOwedIsWhatTheInvoicesSayIsUnpaid() {
    randomPast(60);
    long unpaid = 0;
    for (Invoice invoice : invoices) {
      Invoice now = till.get(invoice);
      boolean owed = now.getState() != InvoiceState.INVOICE_STATE_VOID;
      unpaid += owed ? now.getTotalMinor() - now.getPaidMinor() : 0;
    }
    assertThat(till.statement().getOwedMinor()).isEqualTo(unpaid);
  }

  @Test
  void spanThatStartsAtAnEntryHasAllOfItAndOfThoseAfterIt() {
    List<StatementEntry> entries = randomPast(50);
    for (int i = 0; i < entries.size(); i++) {
      Timestamp from = entries.get(i).getCreateTime();
      assertThat(statement(GetClientStatementRequest.newBuilder().setFromTime(from)))
          .isEqualTo(
              till.statement().toBuilder()
                  .clearEntries()
                  .addAllEntries(entries.subList(i, entries.size()))
                  .build());
    }
  }

  private void assertBalances(Timestamp at, long owed, long credit) {
    GetClientStatementResponse then =
        statement(GetClientStatementRequest.newBuilder().setAtTime(at));
    assertThat(List.of(then.getOwedMinor(), then.getCreditMinor()))
        .as("owed and credit at %s", at)
        .containsExactly(owed, credit);
  }

  private GetClientStatementResponse statement(GetClientStatementRequest.Builder span) {
    return till.stub().getClientStatement(span.setClientId(till.client()).build());
  }

  private static Timestamp justBefore(Timestamp time) {
    return Clinic.timestamp(Clinic.instant(time).minus(1, ChronoUnit.MICROS));
  }

  private List<StatementEntry> randomPast(int steps) {
    long seed = System.nanoTime();
    System.out.println("statement: seed " + seed);
    Random random = new Random(seed);
    invoices.add(till.issued(100));
    payments.add(till.pay(invoices.getFirst(), 120));
    for (int i = 0; i < steps; i++) {
      try {
        step(random);
      } catch (StatusRuntimeException e) {
        assertThat(EXPECTED).as("seed %s", seed).contains(Refusals.reason(e));
      }
    }
    return till.statement().getEntriesList();
  }

  private void step(Random random) {
    Invoice invoice = invoices.get(random.nextInt(invoices.size()));
    Payment payment = payments.get(random.nextInt(payments.size()));
    long minor = 1 + random.nextInt(60);
    switch (random.nextInt(9)) {
      case 0 -> invoices.add(till.issued(minor * 3));
      case 1 -> till.cancel(invoice);
      case 2 -> till.grant(minor);
      case 3, 4 -> payments.add(till.apply(invoice, minor / 4 + 1).getPayment());
      case 5 -> till.refund(payment, minor / 2 + 1);
      case 6 -> payments.add(till.pending(invoice, minor / 4 + 1));
      case 7 -> till.settle(payment, PaymentState.forNumber(2 + random.nextInt(2)));
      default -> payments.add(till.pay(invoice, minor));
    }
  }
}
