package dev.corral.client;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.MethodDescriptor;
import java.util.Optional;
import java.util.UUID;

/**
 * Gives a mutation without a {@code request_id} a new one, once for each call: the retries of gRPC
 * send the same message again.
 */
final class RequestIds implements ClientInterceptor {

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void sendMessage(Q message) {
        super.sendMessage(filled(method, message));
      }
    };
  }

  /** The message itself when it has an id, or needs none. */
  @SuppressWarnings("unchecked") // a builder makes what it was made of
  static <Q> Q filled(MethodDescriptor<Q, ?> method, Q message) {
    Optional<FieldDescriptor> field = Methods.requestId(method);
    return field.isPresent() && message instanceof Message m && of(m, field.get()).isEmpty()
        ? (Q) m.toBuilder().setField(field.get(), UUID.randomUUID().toString()).build()
        : message;
  }

  /** The id that a message carries; empty for a read. */
  static Optional<String> of(MethodDescriptor<?, ?> method, Object message) {
    return Methods.requestId(method).map(field -> of((Message) message, field));
  }

  private static String of(Message message, FieldDescriptor field) {
    return (String) message.getField(field);
  }
}
