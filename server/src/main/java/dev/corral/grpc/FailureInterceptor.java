package dev.corral.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Turns whatever is thrown further in into the one status that {@link Statuses} gives it. */
final class FailureInterceptor implements ServerInterceptor {

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    try {
      return new FailureListener<>(next.startCall(call, headers), call);
    } catch (RuntimeException e) {
      close(call, e);
      return new ServerCall.Listener<>() {};
    }
  }

  /** Ends a call with the status of a failure, unless another failure has ended it before. */
  static void close(ServerCall<?, ?> call, RuntimeException thrown) {
    if (!CallRecord.CURRENT.get().fails()) {
      return;
    }
    Statuses.Ending ending = Statuses.of(thrown);
    CallRecord.CURRENT.get().refused(ending.reason().name());
    call.close(ending.status(), ending.trailers());
  }

  private static final class FailureListener<Q, R> extends SimpleForwardingServerCallListener<Q> {

    private final ServerCall<Q, R> call;
    private boolean failed;

    FailureListener(ServerCall.Listener<Q> delegate, ServerCall<Q, R> call) {
      super(delegate);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      run(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      run(super::onHalfClose);
    }

    private void run(Runnable step) {
      if (failed) {
        return;
      }
      try {
        step.run();
      } catch (RuntimeException e) {
        failed = true;
        close(call, e);
      }
    }
  }
}
