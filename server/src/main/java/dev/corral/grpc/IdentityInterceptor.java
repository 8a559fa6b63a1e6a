package dev.corral.grpc;

import dev.corral.kernel.Caller;
import dev.corral.kernel.Refused;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.SocketAddress;

/**
 * Puts the caller into the context of the call. An address that has sent too many wrong credentials
 * is refused before the next one is looked at.
 */
final class IdentityInterceptor implements ServerInterceptor {

  private final Identity identity;
  private final Limits limits;

  IdentityInterceptor(Identity identity, Limits limits) {
    this.identity = identity;
    this.limits = limits;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Caller caller = identify(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR), headers);
    CallRecord.CURRENT.get().identified(caller);
    Context context = Context.current().withValue(CallContext.CALLER, caller);
    return Contexts.interceptCall(context, call, headers, next);
  }

  private Caller identify(SocketAddress address, Metadata headers) {
    Permit unproven = identity.isKnown(headers) ? () -> {} : limits.enterUnproven(address);
    try {
      return identity.identify(headers);
    } catch (Refused e) {
      if (e.reason() == ServerReason.UNAUTHENTICATED) {
        limits.countBadCredential(address);
      }
      throw e;
    } finally {
      unproven.release();
    }
  }
}
