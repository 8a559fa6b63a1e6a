package dev.corral.shop;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import dev.corral.cart.v1.CartProblems;
import dev.corral.stock.v1.StockShortages;
import dev.corral.testing.Refusals;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a call is answered, by the server or by the model.
 *
 * @param reason OK, or why it was refused
 * @param metadata of a refusal; the model names only what the contract does
 * @param message of a success, or the shortages or problems of a refusal; or null
 */
record ShopAnswer(String reason, Map<String, String> metadata, Message message) {

  static final String OK = "OK";

  /** What nobody can foretell, and what is for people. */
  private static final Set<String> UNFORETOLD =
      Set.of(
          "create_time",
          "update_time",
          "expire_time",
          "movement_id",
          "actor_id",
          "lot_id",
          "description",
          "domain");

  static ShopAnswer success(Message message) {
    return new ShopAnswer(OK, Map.of(), message);
  }

  static ShopAnswer refusal(StatusRuntimeException thrown) {
    ErrorInfo info = Refusals.errorInfo(thrown);
    return new ShopAnswer(info.getReason(), info.getMetadataMap(), detail(thrown));
  }

  private static Message detail(StatusRuntimeException thrown) {
    try {
      for (Any detail : StatusProto.fromThrowable(thrown).getDetailsList()) {
        if (detail.is(StockShortages.class)) {
          return detail.unpack(StockShortages.class);
        } else if (detail.is(CartProblems.class)) {
          return detail.unpack(CartProblems.class);
        }
      }
      return null;
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** Keys and values in turn. */
  static Map<String, String> metadata(Object... keysAndValues) {
    Map<String, String> metadata = new TreeMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      metadata.put((String) keysAndValues[i], String.valueOf(keysAndValues[i + 1]));
    }
    return metadata;
  }

  boolean isSuccess() {
    return reason.equals(OK);
  }

  /** Whether what the server answered is what this, the model, expects. */
  boolean agreesWith(ShopAnswer server) {
    return reason.equals(server.reason)
        && server.metadata.entrySet().containsAll(metadata.entrySet())
        && Objects.equals(plain(message), plain(server.message));
  }

  /** A message without what cannot be foretold; movements in an order of their own. */
  static Message plain(Message message) {
    if (message == null) {
      return null;
    }
    Message.Builder plain = message.toBuilder();
    for (FieldDescriptor field : message.getAllFields().keySet()) {
      if (UNFORETOLD.contains(field.getName())) {
        plain.clearField(field);
      } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isMapField()) {
        plain.setField(field, plainField(message, field));
      }
    }
    return plain.build();
  }

  private static Object plainField(Message message, FieldDescriptor field) {
    if (!field.isRepeated()) {
      return plain((Message) message.getField(field));
    }
    List<Message> values = new ArrayList<>();
    ((List<?>) message.getField(field)).forEach(value -> values.add(plain((Message) value)));
    if (field.getName().equals("movements")) {
      values.sort(Comparator.comparing(Message::toString));
    }
    return values;
  }

  @Override
  public String toString() {
    return reason
        + (metadata.isEmpty() ? "" : " " + new TreeMap<>(metadata))
        + (message == null ? "" : "\n" + plain(message));
  }
}
