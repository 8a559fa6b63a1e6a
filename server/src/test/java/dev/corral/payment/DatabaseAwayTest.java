package dev.corral.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.payment.v1.GetInvoiceRequest;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.RecordInvoicePaymentRequest;
import dev.corral.testing.CrashingPostgres;
import dev.corral.testing.HealthWatch;
import dev.corral.testing.OutageLoad;
import dev.corral.testing.OutageLoad.Call;
import dev.corral.testing.Sql;
import dev.corral.testing.TcpGate;
import dev.corral.testing.WarningLog;
import io.grpc.Status.Code;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL goes away under load for {@code -Dcorral.outage.seconds} and comes back. */
@Timeout(180)
class DatabaseAwayTest {

  private static final int SECONDS = Integer.getInteger("corral.outage.seconds", 2);
  private static final int CALLERS = 24;
  private static final int INVOICES = 20;
  private static final int CALL_MS_MAX = 5_000;
  private static final int BACK_MS_MAX = 2_000;
  private static final int WARM_UP_CALLS = 400;

  /** As fast as callers are let ask again, less what a busy machine costs. */
  private static final int REFUSALS_A_SECOND_MIN = 200;

  private static final double REFUSAL_MEDIAN_MS_MAX = 20;

  /** However many calls are turned away: the first of them, each trial, and each connection. */
  private static final int WARNINGS_MAX = 60;

  private static final Set<String> WHEN_AWAY = Set.of("OK", "DATABASE_UNAVAILABLE");

  @TempDir private Path folder;

  private enum Way {
    STOPPED,
    CRASHED,
    CUT,
    FROZEN
  }

  @Test
  void stoppedPostgresCostsNoAnswer() throws Exception {
    run(Way.STOPPED);
  }

  @Test
  void crashedPostgresCostsNoAnswer() throws Exception {
    run(Way.CRASHED);
  }

  @Test
  void cutWayToPostgresCostsNoAnswer() throws Exception {
    run(Way.CUT);
  }

  @Test
  void frozenPostgresCostsTheRunningCallsTheirDeadlineAndNoAnswer() throws Exception {
    run(Way.FROZEN);
  }

  @Test
  void healthComesBackByItselfAndStays() throws Exception {
    try (CrashingPostgres postgres = new CrashingPostgres(folder);
        TestServer server = TestServer.start(postgres.url(), Map.of());
        HealthWatch health = new HealthWatch(server.channel())) {
      health.await(ServingStatus.SERVING, 5_000);
      Till till = Till.open(server);
      OutageLoad<RecordInvoicePaymentRequest> load = load(till);
      load.start(CALLERS);
      awaitCalls(load, WARM_UP_CALLS);
      postgres.stopAtOnce();
      health.await(ServingStatus.NOT_SERVING, BACK_MS_MAX);
      postgres.start();
      load.end();
      health.await(ServingStatus.SERVING, BACK_MS_MAX);
      postgres.stopAtOnce(); // now nobody calls
      health.await(ServingStatus.NOT_SERVING, 5_000);
      postgres.start();
      health.await(ServingStatus.SERVING, BACK_MS_MAX);
      assertThat(health.next(5_000)).as("a further change, though nothing has changed").isNull();
    }
  }

  private void run(Way way) throws Exception {
    try (CrashingPostgres postgres = new CrashingPostgres(folder);
        TcpGate gate = TcpGate.to(postgres.url());
        TestServer server = TestServer.start(gate.through(postgres.url()), Map.of());
        HealthWatch health = new HealthWatch(server.channel());
        WarningLog warnings = new WarningLog()) {
      Till till = Till.open(server);
      health.await(ServingStatus.SERVING, 5_000);
      OutageLoad<RecordInvoicePaymentRequest> load = load(till);
      load.start(CALLERS);
      awaitCalls(load, WARM_UP_CALLS);
      long away = System.nanoTime();
      leave(way, postgres, gate);
      health.await(ServingStatus.NOT_SERVING, 5_000);
      LockSupport.parkNanos(away + TimeUnit.SECONDS.toNanos(SECONDS) - System.nanoTime());
      long back = System.nanoTime();
      comeBack(way, postgres, gate);
      long there = System.nanoTime();
      health.await(ServingStatus.SERVING, BACK_MS_MAX);
      awaitCalls(load, load.calls().size() + WARM_UP_CALLS);
      load.end();
      report(way, load, away, back, there, warnings);
      assertEnds(way, load, away, back, there);
      assertThat(warnings.lines()).hasSizeLessThan(WARNINGS_MAX);
      assertEachOnce(load, postgres.url(), till.clinic().tenantId());
      assertThat(server.violatedInvariants()).isEmpty();
    }
  }

  private static void leave(Way way, CrashingPostgres postgres, TcpGate gate) {
    switch (way) {
      case STOPPED -> postgres.close();
      case CRASHED -> postgres.stopAtOnce();
      case CUT -> gate.shut();
      default -> postgres.freeze();
    }
  }

  private static void comeBack(Way way, CrashingPostgres postgres, TcpGate gate) throws Exception {
    switch (way) {
      case STOPPED, CRASHED -> postgres.start();
      case CUT -> gate.reopen();
      default -> postgres.thaw();
    }
  }

  private static void assertEnds(Way way, OutageLoad<?> load, long away, long back, long there) {
    List<Call> calls = load.calls();
    assertThat(calls)
        .allSatisfy(
            call -> assertThat(call.code() == Code.UNAVAILABLE).isEqualTo(call.retryable()));
    Set<String> reasons = OutageLoad.reasons(calls).keySet();
    if (way == Way.FROZEN) {
      long mostly = calls.stream().filter(c -> c.code() == Code.DEADLINE_EXCEEDED).count();
      assertThat(mostly)
          .as("calls that ran when it froze, or waited behind them")
          .isLessThan(3L * CALLERS);
      reasons.remove("DEADLINE_EXCEEDED");
    } else {
      List<Call> refused = refused(load.calls(away, back));
      assertThat(refused.size()).isGreaterThan(REFUSALS_A_SECOND_MIN * SECONDS);
      assertThat(OutageLoad.percentile(refused.stream(), 50)).isLessThan(REFUSAL_MEDIAN_MS_MAX);
    }
    assertThat(reasons).isSubsetOf(WHEN_AWAY);
    assertThat(firstAnswer(calls, there)).as("ms until the first answer").isLessThan(BACK_MS_MAX);
  }

  private static double firstAnswer(List<Call> calls, long there) {
    return calls.stream()
            .filter(call -> call.code() == Code.OK && call.endNanos() - there > 0)
            .mapToLong(call -> call.endNanos() - there)
            .min()
            .orElseThrow()
        / 1e6;
  }

  private static List<Call> refused(List<Call> calls) {
    return calls.stream().filter(call -> call.code() == Code.UNAVAILABLE).toList();
  }

  private static void report(
      Way way, OutageLoad<?> load, long away, long back, long there, WarningLog warnings) {
    List<Call> refused = refused(load.calls(away, back));
    System.out.printf(
        "PostgreSQL %s for %d s: %s; away: %s, refusals' median %.1f ms, p99 %.1f ms, longest call"
            + " %.0f ms; first answer %.0f ms after it was there; %d warnings%n",
        way,
        SECONDS,
        OutageLoad.reasons(load.calls()),
        OutageLoad.reasons(load.calls(away, back)),
        OutageLoad.percentile(refused.stream(), 50),
        OutageLoad.percentile(refused.stream(), 99),
        OutageLoad.percentile(load.calls().stream(), 100),
        firstAnswer(load.calls(), there),
        warnings.lines().size());
  }

  private static void awaitCalls(OutageLoad<?> load, int count) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (load.calls().size() < count) {
      assertThat(System.nanoTime() - end).as("30 s for %d calls", count).isNegative();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  /** Payments of one minor unit each, and reads of an invoice that nobody pays. */
  private static OutageLoad<RecordInvoicePaymentRequest> load(Till till) {
    List<String> invoices =
        Stream.generate(() -> till.issued(1_000_000).getInvoiceId()).limit(INVOICES).toList();
    Invoice unpaid = till.issued(42);
    AtomicInteger next = new AtomicInteger();
    return new OutageLoad<>(
        () ->
            RecordInvoicePaymentRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setInvoiceId(invoices.get(next.getAndIncrement() % INVOICES))
                .setAmount(till.money(1))
                .setMethodId("cash")
                .build(),
        request ->
            till.stub()
                .withDeadlineAfter(CALL_MS_MAX, TimeUnit.MILLISECONDS)
                .recordInvoicePayment(request)
                .getPayment()
                .getPaymentId(),
        () ->
            assertThat(
                    till.stub()
                        .withDeadlineAfter(CALL_MS_MAX, TimeUnit.MILLISECONDS)
                        .getInvoice(
                            GetInvoiceRequest.newBuilder()
                                .setInvoiceId(unpaid.getInvoiceId())
                                .build())
                        .getInvoice())
                .isEqualTo(unpaid));
  }

  private static void assertEachOnce(
      OutageLoad<RecordInvoicePaymentRequest> load, String databaseUrl, String tenantId) {
    String ofTenant = " WHERE tenant_id = '" + tenantId + "'";
    assertThat(Sql.rows(databaseUrl, "SELECT payment_id FROM payment.payment" + ofTenant))
        .containsExactlyInAnyOrderElementsOf(load.acknowledged().values());
    assertThat(Sql.row(databaseUrl, "SELECT sum(paid_minor) FROM payment.invoice" + ofTenant))
        .isEqualTo(Integer.toString(load.acknowledged().size()));
  }
}
