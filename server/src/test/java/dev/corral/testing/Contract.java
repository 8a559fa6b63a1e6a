package dev.corral.testing;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.corral.common.v1.Access;
import dev.corral.common.v1.AccessProto;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import java.util.List;
import java.util.stream.Stream;

/** Every RPC of the contract, as something that can be called without knowing its types. */
public final class Contract {

  private Contract() {}

  /** Every RPC that the proto files declare; none can be forgotten. */
  public static List<MethodDescriptor<?, ?>> rpcs() {
    return services().<MethodDescriptor<?, ?>>flatMap(s -> s.getMethods().stream()).toList();
  }

  /** The full names of the services. */
  public static List<String> serviceNames() {
    return services().map(ServiceDescriptor::getName).toList();
  }

  /** Who may call an RPC. */
  public static Access access(MethodDescriptor<?, ?> rpc) {
    return schema(rpc).getOptions().getExtension(AccessProto.access);
  }

  /** The RPC in the words of its proto file. */
  public static com.google.protobuf.Descriptors.MethodDescriptor schema(
      MethodDescriptor<?, ?> rpc) {
    return ((ProtoMethodDescriptorSupplier) rpc.getSchemaDescriptor()).getMethodDescriptor();
  }

  /** The RPC for requests and replies of any type. */
  public static MethodDescriptor<Message, Message> untyped(MethodDescriptor<?, ?> rpc) {
    return rpc.toBuilder(
            ProtoUtils.marshaller(example(schema(rpc).getInputType())),
            ProtoUtils.marshaller(example(schema(rpc).getOutputType())))
        .build();
  }

  /** An empty message of a type. */
  public static Message example(com.google.protobuf.Descriptors.Descriptor type) {
    return DynamicMessage.getDefaultInstance(type);
  }

  private static Stream<ServiceDescriptor> services() {
    return Sources.rpcs().stream()
        .map(rpc -> "dev.corral." + rpc.domain() + ".v1." + rpc.service() + "ServiceGrpc")
        .distinct()
        .map(Contract::service);
  }

  private static ServiceDescriptor service(String stubs) {
    try {
      return (ServiceDescriptor)
          Class.forName(stubs).getMethod("getServiceDescriptor").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(stubs + " is not generated", e);
    }
  }
}
