package dev.corral.fuzz;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Changes well-formed messages into other well-formed messages. */
final class Mutator {

  private static final int[] LENGTHS = {2, 7, 11, 51, 101, 201};

  private final Random random;
  private final OddValues values;

  Mutator(Random random, OddValues values) {
    this.random = random;
    this.values = values;
  }

  /** A copy with one to three changes, mostly under a request id of its own. */
  Message mutate(Message valid) {
    Message.Builder copy = valid.toBuilder();
    renewRequestId(copy);
    int changes = random.nextInt(4) > 0 ? 1 : 2 + random.nextInt(2);
    for (int i = 0; i < changes; i++) {
      change(copy);
    }
    return copy.build();
  }

  /** The same request under a new id. */
  Message renewed(Message valid) {
    Message.Builder copy = valid.toBuilder();
    renewRequestId(copy);
    return copy.build();
  }

  private void renewRequestId(Message.Builder request) {
    FieldDescriptor id = request.getDescriptorForType().findFieldByName("request_id");
    if (id != null && random.nextInt(12) > 0) {
      request.setField(id, new UUID(random.nextLong(), random.nextLong()).toString());
    }
  }

  private void change(Message.Builder message) {
    List<FieldDescriptor> fields = message.getDescriptorForType().getFields();
    if (fields.isEmpty()) {
      return;
    }
    FieldDescriptor field = fields.get(random.nextInt(fields.size()));
    if (field.isRepeated()) {
      changeList(message, field);
    } else if (isFilledMessage(message, field) && random.nextInt(5) > 0) {
      Message.Builder nested = ((Message) message.getField(field)).toBuilder();
      change(nested);
      message.setField(field, nested.build());
    } else {
      changeValue(message, field, fields);
    }
  }

  private static boolean isFilledMessage(Message.Builder message, FieldDescriptor field) {
    return field.getJavaType() == JavaType.MESSAGE && message.hasField(field);
  }

  private void changeValue(
      Message.Builder message, FieldDescriptor field, List<FieldDescriptor> fields) {
    switch (random.nextInt(6)) {
      case 0 -> message.clearField(field);
      case 1 -> {
        FieldDescriptor other = fields.get(random.nextInt(fields.size()));
        if (isAlike(field, other)) {
          Object value = message.getField(field);
          message.setField(field, message.getField(other));
          message.setField(other, value);
        }
      }
      default -> message.setField(field, values.value(field, 0));
    }
  }

  private static boolean isAlike(FieldDescriptor one, FieldDescriptor other) {
    return !other.isRepeated()
        && one.getJavaType() == other.getJavaType()
        && (one.getJavaType() != JavaType.MESSAGE || one.getMessageType() == other.getMessageType())
        && (one.getJavaType() != JavaType.ENUM || one.getEnumType() == other.getEnumType());
  }

  private void changeList(Message.Builder message, FieldDescriptor field) {
    int count = message.getRepeatedFieldCount(field);
    switch (count == 0 ? 5 + random.nextInt(2) : random.nextInt(7)) {
      case 0 -> message.clearField(field);
      case 1 -> message.addRepeatedField(field, message.getRepeatedField(field, 0));
      case 2, 3, 4 -> changeElement(message, field, random.nextInt(count));
      case 5 -> message.addRepeatedField(field, values.value(field, 0));
      default -> {
        int length = LENGTHS[random.nextInt(LENGTHS.length)];
        boolean alike = random.nextBoolean(); // many violations of one rule
        for (int i = count; i < length; i++) {
          message.addRepeatedField(
              field,
              alike && i > 0 ? message.getRepeatedField(field, i - 1) : values.value(field, 0));
        }
      }
    }
  }

  private void changeElement(Message.Builder message, FieldDescriptor field, int index) {
    if (field.getJavaType() == JavaType.MESSAGE) {
      Message.Builder element = ((Message) message.getRepeatedField(field, index)).toBuilder();
      change(element);
      message.setRepeatedField(field, index, element.build());
    } else {
      message.setRepeatedField(field, index, values.value(field, 0));
    }
  }
}
