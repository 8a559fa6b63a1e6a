package dev.corral.fuzz;

import build.buf.validate.FieldRules;
import build.buf.validate.Int32Rules;
import build.buf.validate.Int64Rules;
import build.buf.validate.ValidateProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Values that a field can hold, as far as its type goes: odd ones, limits, and known ids. */
final class OddValues {

  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    7,
    50,
    51,
    100,
    1000,
    1440,
    10_000,
    1_000_000_000L,
    1_000_000_001L,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 31,
    (1L << 53) + 1,
    1_000_000_000_000_000L,
    1_000_000_000_000_001L,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  /** Bounds of what instants, dates and times are made of. */
  private static final Map<String, long[]> PARTS =
      Map.of(
          "seconds",
              new long[] {
                0,
                -1,
                946_684_799L,
                946_684_800L,
                4_102_444_799L,
                4_102_444_800L,
                -62_135_596_800L,
                253_402_300_799L,
                Long.MAX_VALUE,
                Long.MIN_VALUE
              },
          "nanos", new long[] {0, 1, -1, 999, 1000, 999_999_999, 1_000_000_000},
          "year", new long[] {0, 1, 1999, 2000, 2024, 2026, 2027, 2099, 2100, 9999, -1},
          "month", new long[] {0, 1, 2, 12, 13, -1},
          "day", new long[] {0, 1, 28, 29, 30, 31, 32, -1},
          "hours", new long[] {0, 1, 12, 23, 24, 25, -1},
          "minutes", new long[] {0, 1, 30, 59, 60, -1});

  private static final int DEPTH_MAX = 6;

  private final Random random;
  private final KnownTexts known;

  OddValues(Random random, KnownTexts known) {
    this.random = random;
    this.known = known;
  }

  /** A message whose fields hold such values, if anything. */
  Message message(Descriptor type, int depth) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    if (depth > DEPTH_MAX) {
      return message.build();
    }
    for (FieldDescriptor field : type.getFields()) {
      if (random.nextInt(3) == 0) {
        continue;
      } else if (field.isRepeated()) {
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
          message.addRepeatedField(field, value(field, depth));
        }
      } else {
        message.setField(field, value(field, depth));
      }
    }
    return message.build();
  }

  /** A value, or one element of a list. */
  Object value(FieldDescriptor field, int depth) {
    FieldRules rules = field.getOptions().getExtension(ValidateProto.field);
    if (field.isRepeated()) {
      rules = rules.getRepeated().getItems();
    }
    return switch (field.getJavaType()) {
      case STRING -> text(field, rules);
      case BOOLEAN -> random.nextBoolean();
      case INT -> (int) number(field, rules);
      case LONG -> number(field, rules);
      case FLOAT -> Float.intBitsToFloat(random.nextInt());
      case DOUBLE -> Double.longBitsToDouble(random.nextLong());
      case BYTE_STRING -> ByteString.copyFromUtf8(text(field, rules));
      case ENUM -> enumValue(field.getEnumType());
      case MESSAGE -> message(field.getMessageType(), depth + 1);
    };
  }

  private String text(FieldDescriptor field, FieldRules rules) {
    return random.nextInt(5) < 3
        ? known.like(field.getName(), random)
        : OddText.any(random, rules.getString());
  }

  private long number(FieldDescriptor field, FieldRules rules) {
    long[] parts = PARTS.get(field.getName());
    if (parts != null && random.nextInt(4) > 0) {
      return parts[random.nextInt(parts.length)];
    }
    List<Long> limits =
        field.getJavaType() == JavaType.INT ? limits(rules.getInt32()) : limits(rules.getInt64());
    return switch (random.nextInt(limits.isEmpty() ? 4 : 7)) {
      case 0 -> 1 + random.nextInt(100);
      case 1 -> 1 + (random.nextLong() >>> (14 + random.nextInt(50))); // of any size up to 10^15
      case 2, 3 -> NUMBERS[random.nextInt(NUMBERS.length)];
      default -> limits.get(random.nextInt(limits.size())) + random.nextInt(3) - 1;
    };
  }

  private static List<Long> limits(Int32Rules rules) {
    List<Long> limits = new ArrayList<>();
    rules.getAllFields().values().stream()
        .filter(Integer.class::isInstance)
        .forEach(limit -> limits.add(((Integer) limit).longValue()));
    return limits;
  }

  private static List<Long> limits(Int64Rules rules) {
    List<Long> limits = new ArrayList<>();
    rules.getAllFields().values().stream()
        .filter(Long.class::isInstance)
        .forEach(limit -> limits.add((Long) limit));
    return limits;
  }

  private Object enumValue(EnumDescriptor type) {
    if (random.nextInt(4) > 0) {
      return type.getValues().get(random.nextInt(type.getValues().size()));
    }
    int[] unknown = {-1, 99, Integer.MAX_VALUE, Integer.MIN_VALUE};
    return type.findValueByNumberCreatingIfUnknown(unknown[random.nextInt(unknown.length)]);
  }
}
