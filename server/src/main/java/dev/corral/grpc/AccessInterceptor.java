package dev.corral.grpc;

import dev.corral.common.v1.Access;
import dev.corral.common.v1.AccessProto;
import dev.corral.common.v1.Limit;
import dev.corral.kernel.Refused;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;

/** Lets an RPC be called only by the roles that its proto option names. */
final class AccessInterceptor implements ServerInterceptor {

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Access access = access(call.getMethodDescriptor());
    if (!access.getRolesList().contains(CallContext.caller().role())) {
      throw new Refused(ServerReason.ROLE_NOT_ALLOWED);
    }
    return next.startCall(call, headers);
  }

  /**
   * The access rule of a method.
   *
   * @throws IllegalStateException when the contract gives it none; the server then does not start
   */
  static Access access(MethodDescriptor<?, ?> method) {
    var descriptor = ((ProtoMethodDescriptorSupplier) method.getSchemaDescriptor());
    Access access = descriptor.getMethodDescriptor().getOptions().getExtension(AccessProto.access);
    if (access.getRolesList().isEmpty() || access.getLimit() == Limit.LIMIT_UNSPECIFIED) {
      throw new IllegalStateException(
          method.getFullMethodName() + " has no (or half an) option (corral.common.v1.access)");
    }
    return access;
  }
}
