package dev.corral.grpc;

import dev.corral.kernel.Caller;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Puts the caller into the context of the call. */
final class IdentityInterceptor implements ServerInterceptor {

  private final Identity identity;

  IdentityInterceptor(Identity identity) {
    this.identity = identity;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Caller caller = identity.identify(headers);
    CallRecord.CURRENT.get().identified(caller);
    Context context = Context.current().withValue(CallContext.CALLER, caller);
    return Contexts.interceptCall(context, call, headers, next);
  }
}
