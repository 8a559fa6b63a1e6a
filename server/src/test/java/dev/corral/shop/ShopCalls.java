package dev.corral.shop;

import com.google.protobuf.Message;
import dev.corral.Clinic;
import dev.corral.cart.v1.CartServiceGrpc;
import dev.corral.catalog.v1.CatalogServiceGrpc;
import dev.corral.directory.v1.DirectoryServiceGrpc;
import dev.corral.stock.v1.StockServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sends a request to the method that it is for. */
final class ShopCalls {

  private static final Map<String, MethodDescriptor<?, ?>> METHODS = methods();

  private ShopCalls() {}

  static ShopAnswer send(Clinic caller, Message request) {
    try {
      return ShopAnswer.success(call(caller, request));
    } catch (StatusRuntimeException refused) {
      return ShopAnswer.refusal(refused);
    }
  }

  @SuppressWarnings("unchecked")
  private static Message call(Clinic caller, Message request) {
    MethodDescriptor<Message, Message> method =
        (MethodDescriptor<Message, Message>)
            METHODS.get(request.getDescriptorForType().getName().replace("Request", ""));
    return ClientCalls.blockingUnaryCall(
        caller.stock().getChannel(), method, CallOptions.DEFAULT, request);
  }

  private static Map<String, MethodDescriptor<?, ?>> methods() {
    Map<String, MethodDescriptor<?, ?>> methods = new HashMap<>();
    List<ServiceDescriptor> services =
        List.of(
            StockServiceGrpc.getServiceDescriptor(),
            CartServiceGrpc.getServiceDescriptor(),
            CatalogServiceGrpc.getServiceDescriptor(),
            DirectoryServiceGrpc.getServiceDescriptor());
    for (ServiceDescriptor service : services) {
      service.getMethods().forEach(method -> methods.put(method.getBareMethodName(), method));
    }
    return methods;
  }
}
