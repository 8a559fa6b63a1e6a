package dev.corral.grpc;

import dev.corral.common.v1.Limit;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Holds each tenant to the limits of its plan, by the limit class that the RPC names. A call counts
 * from its headers, and takes a place among those in flight when its request is whole: who only
 * opens calls takes no place from others.
 */
final class LimitInterceptor implements ServerInterceptor {

  private final Limits limits;

  LimitInterceptor(Limits limits) {
    this.limits = limits;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String tenantId = CallContext.caller().tenantId();
    Limit limit = AccessInterceptor.access(call.getMethodDescriptor()).getLimit();
    limits.countCall(tenantId, limit);
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onHalfClose() {
        Permit permit = limits.enterTenant(tenantId, limit);
        try {
          super.onHalfClose();
        } finally {
          permit.release();
        }
      }
    };
  }
}
