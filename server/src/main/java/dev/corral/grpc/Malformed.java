package dev.corral.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.corral.kernel.Refused;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;

/**
 * A request that is not a message of the contract: its bytes are cut short, a text is not UTF-8, or
 * it is over the limit once it is decompressed. Left to itself, gRPC answers such a request with
 * UNKNOWN; here it travels as this value as far as {@link ValidationInterceptor}, which refuses it
 * like any other bad input.
 */
final class Malformed {

  private static final Malformed BYTES =
      new Malformed(new InvalidRequest("", "the bytes are not a message of this contract"));
  private static final Malformed SIZE = new Malformed(new Refused(ServerReason.MESSAGE_TOO_LARGE));

  private final RuntimeException refusal;

  private Malformed(RuntimeException refusal) {
    this.refusal = refusal;
  }

  /** What to throw for it. */
  RuntimeException refusal() {
    return refusal;
  }

  /** The same service, whose requests may be malformed. */
  static ServerServiceDefinition tolerate(ServerServiceDefinition service) {
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(service.getServiceDescriptor().getName())
            .setSchemaDescriptor(service.getServiceDescriptor().getSchemaDescriptor());
    var methods = service.getMethods().stream().map(Malformed::tolerant).toList();
    methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder tolerant = ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(tolerant::addMethod);
    return tolerant.build();
  }

  private static <Q, R> ServerMethodDefinition<Q, R> tolerant(ServerMethodDefinition<Q, R> method) {
    MethodDescriptor<Q, R> descriptor = method.getMethodDescriptor();
    return ServerMethodDefinition.create(
        descriptor.toBuilder()
            .setRequestMarshaller(new TolerantMarshaller<>(descriptor.getRequestMarshaller()))
            .build(),
        method.getServerCallHandler());
  }

  private record TolerantMarshaller<Q>(MethodDescriptor.Marshaller<Q> strict)
      implements MethodDescriptor.Marshaller<Q> {

    @Override
    public InputStream stream(Q value) {
      return strict.stream(value);
    }

    @Override
    @SuppressWarnings("unchecked") // ValidationInterceptor lets no Malformed through
    public Q parse(InputStream stream) {
      try {
        return strict.parse(stream);
      } catch (StatusRuntimeException e) {
        if (e.getCause() instanceof InvalidProtocolBufferException) {
          return (Q) BYTES;
        } else if (e.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
          return (Q) SIZE;
        }
        throw e;
      }
    }
  }
}
