package dev.corral.grpc;

import dev.corral.kernel.Expired;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives a call without a deadline the server's own, and shortens one that is longer. A client that
 * has not sent all of its request by then is answered here, since nobody else would ever do it;
 * once it has, the handler answers.
 */
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
    AtomicBoolean answered = new AtomicBoolean();
    context.addListener(
        ended -> {
          if (ended.getDeadline().isExpired() && answered.compareAndSet(false, true)) {
            context.run(() -> FailureInterceptor.close(call, new Expired()));
          }
        },
        Runnable::run);
    try {
      return new PatientListener<>(
          Contexts.interceptCall(context, call, headers, next), context, answered);
    } catch (RuntimeException | Error e) {
      context.cancel(null);
      throw e;
    }
  }

  /**
   * Lets the handler begin unless the deadline was there before, and takes the deadline back when
   * the call has ended in whatever way: a timer for each refused call would soon be a million.
   */
  private static final class PatientListener<Q> extends SimpleForwardingServerCallListener<Q> {

    private final Context.CancellableContext context;
    private final AtomicBoolean answered;

    PatientListener(
        ServerCall.Listener<Q> delegate,
        Context.CancellableContext context,
        AtomicBoolean answered) {
      super(delegate);
      this.context = context;
      this.answered = answered;
    }

    @Override
    public void onMessage(Q message) {
      try {
        super.onMessage(message);
      } catch (RuntimeException e) {
        context.cancel(null);
        throw e;
      }
    }

    @Override
    public void onHalfClose() {
      if (answered.compareAndSet(false, true)) {
        try {
          super.onHalfClose();
        } finally {
          context.cancel(null);
        }
      }
    }

    @Override
    public void onCancel() {
      super.onCancel();
      context.cancel(null);
    }
  }
}
