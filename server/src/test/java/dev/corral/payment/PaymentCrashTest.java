package dev.corral.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.common.v1.Money;
import dev.corral.payment.v1.Payment;
import dev.corral.payment.v1.PaymentServiceGrpc;
import dev.corral.payment.v1.PaymentServiceGrpc.PaymentServiceBlockingStub;
import dev.corral.payment.v1.RecordInvoicePaymentRequest;
import dev.corral.testing.CrashingPostgres;
import dev.corral.testing.RetriedLoad;
import dev.corral.testing.ServerProcess;
import dev.corral.testing.Sql;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Payments whose server, or whose PostgreSQL, is killed under them. */
@Timeout(120)
class PaymentCrashTest {

  private static final int PAYMENTS = 1_000;
  private static final int INVOICES = 20;
  private static final int KILLS = 3;
  private static final int INVOICE_MINOR =
      1_000; // far more than its payments, so that a double fits

  @TempDir private Path folder;

  @Test
  void killedServerLosesNoAcknowledgedPaymentAndDoublesNone() throws Exception {
    String databaseUrl = TestServer.migratedDatabase();
    Till till;
    List<String> invoices;
    try (TestServer server = TestServer.start(databaseUrl, Map.of())) {
      till = Till.open(server);
      invoices = invoices(till);
    }
    try (ServerProcess server = new ServerProcess(databaseUrl, folder)) {
      PaymentServiceBlockingStub stub =
          PaymentServiceGrpc.newBlockingStub(server.channel())
              .withInterceptors(till.clinic().identity());
      RetriedLoad<RecordInvoicePaymentRequest> load = load(stub, invoices);
      load.run(KILLS, server::killAndRestart);
      System.out.println("server killed " + KILLS + " times: " + load);
      assertEachOnce(load, databaseUrl, till.clinic().tenantId());
    }
  }

  @Test
  void killedPostgresLosesNoAcknowledgedPaymentAndDoublesNone() throws Exception {
    try (CrashingPostgres postgres = new CrashingPostgres(folder);
        TestServer server = TestServer.start(postgres.url(), Map.of())) {
      Till till = Till.open(server);
      RetriedLoad<RecordInvoicePaymentRequest> load = load(till.stub(), invoices(till));
      load.run(KILLS, postgres::killAndRestart);
      System.out.println("PostgreSQL killed " + KILLS + " times: " + load);
      assertEachOnce(load, postgres.url(), till.clinic().tenantId());
      assertThat(server.violatedInvariants()).isEmpty();
    }
  }

  /** Payments of 1 to 7 minor units in turn, spread over invoices. */
  private static RetriedLoad<RecordInvoicePaymentRequest> load(
      PaymentServiceBlockingStub stub, List<String> invoiceIds) {
    List<RecordInvoicePaymentRequest> requests =
        IntStream.range(0, PAYMENTS)
            .mapToObj(
                i ->
                    RecordInvoicePaymentRequest.newBuilder()
                        .setRequestId(Clinic.newId())
                        .setInvoiceId(invoiceIds.get(i % invoiceIds.size()))
                        .setAmount(
                            Money.newBuilder().setCurrencyCode("PYG").setMinorUnits(1 + i % 7))
                        .setMethodId("cash")
                        .build())
            .toList();
    return new RetriedLoad<>(
        requests,
        RecordInvoicePaymentRequest::getRequestId,
        request -> {
          Payment payment =
              stub.withWaitForReady()
                  .withDeadlineAfter(RetriedLoad.CALL_SECONDS_MAX, TimeUnit.SECONDS)
                  .recordInvoicePayment(request)
                  .getPayment();
          return new RetriedLoad.Answer(
              payment.getPaymentId(), Clinic.instant(payment.getCreateTime()));
        });
  }

  private static List<String> invoices(Till till) {
    return Stream.generate(() -> till.issued(INVOICE_MINOR).getInvoiceId())
        .limit(INVOICES)
        .toList();
  }

  private static void assertEachOnce(RetriedLoad<?> load, String databaseUrl, String tenantId) {
    String ofTenant = " WHERE tenant_id = '" + tenantId + "'";
    assertThat(load.acknowledged()).hasSize(PAYMENTS);
    assertThat(Sql.rows(databaseUrl, "SELECT payment_id FROM payment.payment" + ofTenant))
        .containsExactlyInAnyOrderElementsOf(load.acknowledged().values());
    assertThat(
            Sql.rows(
                databaseUrl,
                "SELECT request_id FROM kernel.answer"
                    + ofTenant
                    + " AND operation = 'RecordInvoicePayment'"))
        .containsExactlyInAnyOrderElementsOf(load.acknowledged().keySet());
    assertThat(
            Sql.row(
                databaseUrl,
                "SELECT sum(paid_minor), (SELECT sum(amount_minor) FROM payment.ledger"
                    + ofTenant
                    + " AND account = 'MONEY') FROM payment.invoice"
                    + ofTenant))
        .isEqualTo(
            IntStream.range(0, PAYMENTS).mapToLong(i -> 1 + i % 7).sum()
                + "|"
                + IntStream.range(0, PAYMENTS).mapToLong(i -> 1 + i % 7).sum());
    assertThat(Sql.rows(databaseUrl, "SELECT * FROM kernel.verify_invariants()")).isEmpty();
  }
}
