package dev.corral.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Gives a call without a deadline the server's own, and shortens one that is longer. */
final class DeadlineInterceptor implements ServerInterceptor {

  private final Duration longest;
  private final ScheduledExecutorService timer;

  DeadlineInterceptor(Duration longest, ScheduledExecutorService timer) {
    this.longest = longest;
    this.timer = timer;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Context.CancellableContext context =
        Context.current().withDeadlineAfter(longest.toMillis(), TimeUnit.MILLISECONDS, timer);
    ServerCall<Q, R> ending =
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            super.close(status, trailers);
            context.cancel(null);
          }
        };
    return Contexts.interceptCall(context, ending, headers, next);
  }
}
