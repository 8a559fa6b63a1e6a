package dev.corral.testing;

import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Follows what a server says of its health, change by change. */
public final class HealthWatch implements AutoCloseable {

  private final BlockingQueue<ServingStatus> changes = new LinkedBlockingQueue<>();
  private final Context.CancellableContext context = Context.current().withCancellation();

  /** Begins to watch; the first change is what it is now. */
  public HealthWatch(Channel channel) {
    context.run(
        () ->
            HealthGrpc.newStub(channel)
                .watch(HealthCheckRequest.getDefaultInstance(), new Changes()));
  }

  /** The next change; null when there is none in time. */
  public ServingStatus next(long millis) throws InterruptedException {
    return changes.poll(millis, TimeUnit.MILLISECONDS);
  }

  /** Returns when the server has said so, at the latest after some milliseconds. */
  public void await(ServingStatus expected, long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    ServingStatus status = null;
    while (status != expected) {
      status = next(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
      if (status == null) {
        throw new AssertionError("not " + expected + " within " + millis + " ms");
      }
    }
  }

  @Override
  public void close() {
    context.cancel(null);
  }

  private final class Changes implements StreamObserver<HealthCheckResponse> {

    @Override
    public void onNext(HealthCheckResponse response) {
      changes.add(response.getStatus());
    }

    @Override
    public void onError(Throwable thrown) {
      changes.add(ServingStatus.UNRECOGNIZED);
    }

    @Override
    public void onCompleted() {
      changes.add(ServingStatus.UNRECOGNIZED);
    }
  }
}
