package dev.corral.payment;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.common.v1.Role;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.GetClientStatementRequest;
import dev.corral.payment.v1.GetClientStatementResponse;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.Payment;
import dev.corral.payment.v1.StatementEntry;
import dev.corral.payment.v1.StatementEntryKind;
import dev.corral.tenant.v1.SurplusPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client owes and has, from the ledger. */
class GetClientStatementTest {

  private final TestServer server = TestServer.shared();
  private final Till till =
      Till.open(server, Till.settings().setSurplusPolicy(SurplusPolicy.SURPLUS_POLICY_CREDIT));

  @Test
  void statementTellsEveryChangeOfWhatIsOwedAndOfCredit() {
    till.draft(till.bill(Till.line(1, 77, 0)));
    Invoice invoice = till.issued(100);
    Payment paid = till.pay(invoice, 130);
    till.refund(paid, 40);
    till.grant(20);
    till.apply(invoice, 25);
    Invoice gone = till.cancel(till.issued(50));
    till.pending(till.issued(9), 9);
    GetClientStatementResponse statement = of(till, q(till.client()));
    assertThat(statement.getEntriesList().stream().map(GetClientStatementTest::words))
        .containsExactly(
            "INVOICE 100 0",
            "PAYMENT -100 30",
            "REFUND 40 0",
            "CREDIT 0 20",
            "PAYMENT -25 -25",
            "INVOICE 50 0",
            "VOID -50 0",
            "INVOICE 9 0");
    assertThat(statement.getOwedMinor()).isEqualTo(24);
    assertThat(statement.getCreditMinor()).isEqualTo(25);
    assertThat(statement.getCurrencyCode()).isEqualTo("PYG");
    assertThat(statement.getEntries(3).hasInvoiceId()).isFalse();
    assertThat(statement.getEntries(6).getInvoiceId()).isEqualTo(gone.getInvoiceId());
    assertThat(server.violatedInvariants()).isEmpty();
  }

  @Test
  void balancesAreThoseOfTheInstantAndEntriesThoseOfTheSpan() {
    till.issued(100);
    till.issued(20);
    till.issued(3);
    List<StatementEntry> entries = of(till, q(till.client())).getEntriesList();
    GetClientStatementResponse then =
        of(till, q(till.client()).setAtTime(entries.get(1).getCreateTime()));
    assertThat(then.getOwedMinor()).isEqualTo(120);
    assertThat(then.getEntriesList()).isEqualTo(entries.subList(0, 2));
    GetClientStatementResponse since =
        of(till, q(till.client()).setFromTime(entries.get(1).getCreateTime()));
    assertThat(since.getOwedMinor()).isEqualTo(123);
    assertThat(since.getEntriesList()).isEqualTo(entries.subList(1, 3));
    GetClientStatementResponse before =
        of(
            till,
            q(till.client())
                .setAtTime(
                    Clinic.timestamp(
                        Clinic.instant(entries.get(0).getCreateTime()).minusSeconds(1))));
    assertThat(before.getOwedMinor()).isZero();
    assertThat(before.getEntriesList()).isEmpty();
  }

  @Test
  void clientsSeeTheirOwnAndTenantsNoneOfOthers() {
    till.issued(100);
    assertThat(of(till.as(Role.ROLE_CLIENT, till.client()), q(till.client())).getOwedMinor())
        .isEqualTo(100);
    Till stranger = till.as(Role.ROLE_CLIENT, till.clinic().client());
    assertRefused(Outcome.CLIENT_NOT_FOUND, () -> of(stranger, q(till.client())));
    assertRefused(Outcome.CLIENT_NOT_FOUND, () -> of(Till.open(server), q(till.client())));
    assertRefused(Outcome.CLIENT_NOT_FOUND, () -> of(till, q(Clinic.newId())));
    assertThat(violatedFields(() -> of(till, q("no")))).containsExactly("client_id");
    GetClientStatementResponse nothing = of(till, q(till.clinic().client()));
    assertThat(nothing.getOwedMinor() + nothing.getCreditMinor()).isZero();
    assertThat(nothing.getEntriesList()).isEmpty();
  }

  private static GetClientStatementRequest.Builder q(String clientId) {
    return GetClientStatementRequest.newBuilder().setClientId(clientId);
  }

  private static GetClientStatementResponse of(
      Till asked, GetClientStatementRequest.Builder request) {
    return asked.stub().getClientStatement(request.build());
  }

  private static String words(StatementEntry entry) {
    String kind = entry.getKind().name().replace(prefix(), "");
    return kind + " " + entry.getOwedMinor() + " " + entry.getCreditMinor();
  }

  private static String prefix() {
    return StatementEntryKind.STATEMENT_ENTRY_KIND_UNSPECIFIED.name().replace("UNSPECIFIED", "");
  }
}
