package dev.corral.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Bounds the calls that run at once, of all tenants together, before anything is spent on one. A
 * call holds its permit from its headers until its handler has returned, which has answered by
 * then, or until the call has ended without one.
 */
final class AdmissionInterceptor implements ServerInterceptor {

  private final Limits limits;

  AdmissionInterceptor(Limits limits) {
    this.limits = limits;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Permit permit = limits.enterServer();
    try {
      return new ReleasingListener<>(next.startCall(call, headers), permit);
    } catch (RuntimeException | Error e) {
      permit.release();
      throw e;
    }
  }

  private static final class ReleasingListener<Q> extends SimpleForwardingServerCallListener<Q> {

    private final Permit permit;

    ReleasingListener(ServerCall.Listener<Q> delegate, Permit permit) {
      super(delegate);
      this.permit = permit;
    }

    @Override
    public void onMessage(Q message) {
      try {
        super.onMessage(message);
      } catch (RuntimeException e) {
        permit.release();
        throw e;
      }
    }

    @Override
    public void onHalfClose() {
      try {
        super.onHalfClose();
      } finally {
        permit.release();
      }
    }

    @Override
    public void onCancel() {
      permit.release();
      super.onCancel();
    }

    @Override
    public void onComplete() {
      permit.release();
      super.onComplete();
    }
  }
}
