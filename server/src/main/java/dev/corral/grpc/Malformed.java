package dev.corral.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.io.InputStream;

/**
 * A request whose bytes are not a message of the contract: cut short, or a text that is not UTF-8.
 * Left to itself, gRPC answers such a request with UNKNOWN; here it travels as this value as far as
 * {@link ValidationInterceptor}, which refuses it like any other bad input.
 */
final class Malformed {

  static final Malformed REQUEST = new Malformed();

  private Malformed() {}

  /** The same service, whose requests may be {@link #REQUEST}. */
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
      } catch (io.grpc.StatusRuntimeException e) {
        if (e.getCause() instanceof InvalidProtocolBufferException) {
          return (Q) REQUEST;
        }
        throw e;
      }
    }
  }
}
