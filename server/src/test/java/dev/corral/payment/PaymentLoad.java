package dev.corral.payment;

import dev.corral.Clinic;
import dev.corral.common.v1.Money;
import dev.corral.payment.v1.PaymentServiceGrpc.PaymentServiceBlockingStub;
import dev.corral.payment.v1.RecordInvoicePaymentRequest;
import dev.corral.payment.v1.RecordInvoicePaymentResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Payments sent by several threads, each again and again with its own request id until it is
 * acknowledged, as docs/errors.md tells clients to.
 */
final class PaymentLoad {

  private static final int THREADS = 8;
  private static final int ATTEMPTS_MAX = 100;
  private static final int CALL_SECONDS_MAX = 15;
  private static final Set<Status.Code> TRY_AGAIN =
      EnumSet.of(
          Status.Code.UNAVAILABLE,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.CANCELLED,
          Status.Code.ABORTED);

  private final PaymentServiceBlockingStub stub;
  private final List<RecordInvoicePaymentRequest> requests;
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
  private final Map<Status.Code, AtomicInteger> failures = new ConcurrentHashMap<>();
  private final AtomicInteger retried = new AtomicInteger();
  private final AtomicInteger replayed = new AtomicInteger();
  private final AtomicLong sum = new AtomicLong();

  private PaymentLoad(PaymentServiceBlockingStub stub, List<RecordInvoicePaymentRequest> requests) {
    this.stub = stub;
    this.requests = requests;
  }

  /** Payments of 1 to 7 minor units in turn, spread over invoices. */
  static PaymentLoad of(PaymentServiceBlockingStub stub, int payments, List<String> invoiceIds) {
    List<RecordInvoicePaymentRequest> requests = new ArrayList<>();
    for (int i = 0; i < payments; i++) {
      requests.add(
          RecordInvoicePaymentRequest.newBuilder()
              .setRequestId(Clinic.newId())
              .setInvoiceId(invoiceIds.get(i % invoiceIds.size()))
              .setAmount(Money.newBuilder().setCurrencyCode("PYG").setMinorUnits(1 + i % 7))
              .setMethodId("cash")
              .build());
    }
    return new PaymentLoad(stub, requests);
  }

  /** Sends all of them; each time that a part of them is acknowledged, disturbs. */
  void run(int disturbances, Runnable disturb) throws Exception {
    int part = requests.size() / (disturbances + 1);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> running = new ArrayList<>();
      AtomicInteger next = new AtomicInteger();
      for (int i = 0; i < THREADS; i++) {
        running.add(threads.submit(() -> sendAll(next)));
      }
      for (int i = 1; i <= disturbances; i++) {
        awaitAcknowledged(i * part, running);
        disturb.run();
      }
      for (Future<?> future : running) {
        future.get(60, TimeUnit.SECONDS);
      }
    }
  }

  /** The payment that each request was told, by request id. */
  Map<String, String> acknowledged() {
    return acknowledged;
  }

  /** The sum of all payments that were acknowledged. */
  long sum() {
    return sum.get();
  }

  @Override
  public String toString() {
    return String.format(
        "acknowledged %d, retried %d, replayed %d, failed attempts %s",
        acknowledged.size(), retried.get(), replayed.get(), failures);
  }

  private void sendAll(AtomicInteger next) {
    for (int i = next.getAndIncrement(); i < requests.size(); i = next.getAndIncrement()) {
      send(requests.get(i));
    }
  }

  private void send(RecordInvoicePaymentRequest request) {
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Instant sent = Instant.now();
      try {
        acknowledge(
            request,
            stub.withWaitForReady()
                .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
                .recordInvoicePayment(request),
            attempt > 1,
            sent);
        return;
      } catch (StatusRuntimeException e) {
        Status.Code code = e.getStatus().getCode();
        failures.computeIfAbsent(code, unused -> new AtomicInteger()).incrementAndGet();
        if (!TRY_AGAIN.contains(code)) {
          throw e;
        }
      }
    }
    throw new IllegalStateException("not acknowledged: " + request.getRequestId());
  }

  private void acknowledge(
      RecordInvoicePaymentRequest request,
      RecordInvoicePaymentResponse answer,
      boolean again,
      Instant sent) {
    retried.addAndGet(again ? 1 : 0);
    boolean before = Clinic.instant(answer.getPayment().getCreateTime()).isBefore(sent);
    replayed.addAndGet(again && before ? 1 : 0);
    sum.addAndGet(answer.getPayment().getAmountMinor());
    acknowledged.put(request.getRequestId(), answer.getPayment().getPaymentId());
  }

  private void awaitAcknowledged(int count, List<Future<?>> running) {
    Instant end = Instant.now().plusSeconds(30);
    while (acknowledged.size() < count) {
      if (Instant.now().isAfter(end) || running.stream().allMatch(Future::isDone)) {
        throw new AssertionError("stuck before " + count + ": " + this);
      }
      Thread.onSpinWait();
    }
  }
}
