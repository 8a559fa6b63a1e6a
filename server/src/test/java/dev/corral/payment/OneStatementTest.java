package dev.corral.payment;

import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.TestServer;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.Invoice;
import dev.corral.testing.Sql;
import dev.corral.testing.TestPostgres;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A write is one statement that calls one function: no BEGIN, no COMMIT, nothing else. */
class OneStatementTest {

  private static final int CALLS = 50;

  private TestServer server;

  @BeforeEach
  void startServer() {
    // one connection, so that none is opened meanwhile; of its own, so that nobody else is counted
    server = TestServer.start(Map.of("CORRAL_POOL_SIZE", "1"));
    TestPostgres.execute(server.databaseUrl(), "CREATE EXTENSION pg_stat_statements");
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void fiftyPaymentsAreFiftyCallsOfOneStatement() {
    Till till = Till.open(server);
    Invoice invoice = till.issued(1_000);
    till.pay(invoice, 1);
    forget();
    for (int i = 0; i < CALLS; i++) {
      till.pay(invoice, 1);
    }
    assertThat(statements())
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .startsWith("corral_app|50|50|SELECT ")
                    .contains(" payment.record_invoice_payment(")
                    .doesNotContainIgnoringCase("begin", "commit"));
    assertThat(till.get(invoice).getPaidMinor()).isEqualTo(CALLS + 1);
  }

  @Test
  void refusedPaymentsAreOneStatementEachAsWell() {
    Till till = Till.open(server);
    Invoice invoice = till.issued(10);
    till.pay(invoice, 10);
    forget();
    for (int i = 0; i < CALLS; i++) {
      assertRefused(Outcome.OVERPAYMENT, () -> till.pay(invoice, 1));
    }
    assertThat(statements())
        .singleElement()
        .satisfies(row -> assertThat(row).startsWith("corral_app|50|50|SELECT "));
  }

  private void forget() {
    Sql.rows(server.databaseUrl(), "SELECT pg_stat_statements_reset()");
  }

  /** Who sent what how often since then, but for pings, new connections and this test's own. */
  private List<String> statements() {
    return Sql.rows(
        server.databaseUrl(),
        "SELECT userid::regrole, calls, rows, query FROM pg_stat_statements"
            + " WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
            + " AND query NOT ILIKE '%pg_stat_statements%' AND query <> ''"
            + " AND query NOT LIKE 'SET %'");
  }
}
