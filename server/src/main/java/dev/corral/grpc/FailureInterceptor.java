package dev.corral.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

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

  private static void close(ServerCall<?, ?> call, RuntimeException thrown) {
    StatusRuntimeException failure = Statuses.of(thrown);
    CallRecord.CURRENT.get().refused(reason(failure));
    call.close(failure.getStatus(), failure.getTrailers());
  }

  private static String reason(StatusRuntimeException failure) {
    try {
      for (Any detail : StatusProto.fromThrowable(failure).getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          return detail.unpack(ErrorInfo.class).getReason();
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("Statuses packed what cannot be unpacked", e);
    }
    throw new IllegalStateException("every failure carries ErrorInfo");
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
