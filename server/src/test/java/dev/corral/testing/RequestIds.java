package dev.corral.testing;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** The ids in a request, whatever its type, and the same request with others. */
public final class RequestIds {

  /** What every id of Corral looks like. */
  public static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final String REQUEST_ID = "request_id";

  private RequestIds() {}

  /** One id of a request. */
  public record Id(String field, String value) {}

  /** The ids of a request, from its first field to its last, its request id left out. */
  public static List<Id> of(Message request) {
    List<Id> ids = new ArrayList<>();
    changed(
        request,
        (field, text) -> {
          if (UUID_TEXT.matcher(text).matches()) {
            ids.add(new Id(field.getName(), text));
          }
          return text;
        });
    return ids;
  }

  /** The request under a request id of its own, if it has one. */
  public static Message fresh(Message request) {
    FieldDescriptor requestId = request.getDescriptorForType().findFieldByName(REQUEST_ID);
    return requestId == null
        ? request
        : request.toBuilder().setField(requestId, UUID.randomUUID().toString()).build();
  }

  /** The request with another id in the place of one, under a request id of its own. */
  public static Message with(Message request, String id, String otherId) {
    return fresh(changed(request, (field, text) -> text.equals(id) ? otherId : text));
  }

  /** The message with what a function makes of each text in it, its request id left out. */
  public static Message changed(
      Message message, BiFunction<FieldDescriptor, String, String> change) {
    Message.Builder copy = message.toBuilder();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.getName().equals(REQUEST_ID)) {
        continue;
      } else if (field.isRepeated()) {
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
          copy.setRepeatedField(field, i, value(field, message.getRepeatedField(field, i), change));
        }
      } else if (!field.hasPresence() || message.hasField(field)) {
        copy.setField(field, value(field, message.getField(field), change));
      }
    }
    return copy.build();
  }

  private static Object value(
      FieldDescriptor field, Object value, BiFunction<FieldDescriptor, String, String> change) {
    if (field.getJavaType() == JavaType.MESSAGE) {
      return changed((Message) value, change);
    }
    return field.getJavaType() == JavaType.STRING ? change.apply(field, (String) value) : value;
  }
}
