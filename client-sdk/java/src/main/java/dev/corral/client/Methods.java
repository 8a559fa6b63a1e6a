package dev.corral.client;

import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.corral.booking.v1.BookingServiceGrpc;
import dev.corral.cart.v1.CartServiceGrpc;
import dev.corral.catalog.v1.CatalogServiceGrpc;
import dev.corral.common.v1.AccessProto;
import dev.corral.common.v1.Limit;
import dev.corral.directory.v1.DirectoryServiceGrpc;
import dev.corral.payment.v1.PaymentServiceGrpc;
import dev.corral.stock.v1.StockServiceGrpc;
import dev.corral.tenant.v1.TenantServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the contract says of its RPCs. */
final class Methods {

  private static final List<ServiceDescriptor> SERVICES =
      List.of(
          BookingServiceGrpc.getServiceDescriptor(),
          CartServiceGrpc.getServiceDescriptor(),
          CatalogServiceGrpc.getServiceDescriptor(),
          DirectoryServiceGrpc.getServiceDescriptor(),
          PaymentServiceGrpc.getServiceDescriptor(),
          StockServiceGrpc.getServiceDescriptor(),
          TenantServiceGrpc.getServiceDescriptor());

  private Methods() {}

  /** Every RPC of Corral. */
  static Stream<MethodDescriptor<?, ?>> all() {
    return SERVICES.stream().flatMap(service -> service.getMethods().stream());
  }

  /** Whether an RPC is a cheap read, which may be sent twice at once. */
  static boolean isRead(MethodDescriptor<?, ?> method) {
    return proto(method)
        .map(p -> p.getOptions().getExtension(AccessProto.access).getLimit() == Limit.LIMIT_READ)
        .orElse(false);
  }

  /** The field {@code request_id} of an RPC's request; empty when it has none. */
  static Optional<FieldDescriptor> requestId(MethodDescriptor<?, ?> method) {
    return proto(method).map(p -> p.getInputType().findFieldByName("request_id"));
  }

  private static Optional<com.google.protobuf.Descriptors.MethodDescriptor> proto(
      MethodDescriptor<?, ?> method) {
    return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier supplier
        ? Optional.of(supplier.getMethodDescriptor())
        : Optional.empty();
  }
}
