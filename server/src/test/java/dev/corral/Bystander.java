package dev.corral;

import dev.corral.tenant.v1.GetTenantRequest;
import dev.corral.tenant.v1.TenantServiceGrpc.TenantServiceBlockingStub;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A decent client that calls on a connection of its own, one call after the other, all along. */
final class Bystander implements AutoCloseable {

  private final TenantServiceBlockingStub stub;
  private final List<Long> nanos = new ArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean stopped;

  Bystander(Clinic clinic) {
    this.stub = clinic.tenants();
    this.thread = Thread.ofPlatform().name("bystander").start(this::call);
  }

  /** What went wrong with its calls; nothing is the goal. */
  List<String> failures() {
    return failures;
  }

  int calls() {
    synchronized (nanos) {
      return nanos.size();
    }
  }

  /** The time that 99 % of the calls since one of them stayed within, in microseconds. */
  long p99Micros(int since) {
    long[] sorted;
    synchronized (nanos) {
      sorted = nanos.stream().skip(since).mapToLong(Long::longValue).sorted().toArray();
    }
    return sorted.length == 0
        ? Long.MAX_VALUE
        : TimeUnit.NANOSECONDS.toMicros(sorted[(sorted.length - 1) * 99 / 100]);
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void call() {
    while (!stopped) {
      long start = System.nanoTime();
      try {
        stub.withDeadlineAfter(10, TimeUnit.SECONDS)
            .getTenant(GetTenantRequest.getDefaultInstance());
      } catch (StatusRuntimeException e) {
        failures.add(e.getStatus().toString());
      }
      synchronized (nanos) {
        nanos.add(System.nanoTime() - start);
      }
    }
  }
}
