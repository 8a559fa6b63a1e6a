package dev.corral.fuzz;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** The texts of requests and replies so far, by the name of their field: ids, tokens, codes. */
final class KnownTexts {

  private static final int KEPT_MAX = 200;

  private final Map<String, List<String>> byName = new HashMap<>();
  private final List<String> all = new ArrayList<>();
  private final List<String> foreign;

  /** Begins with what another tenant has. */
  KnownTexts(List<String> foreign) {
    this.foreign = foreign;
  }

  /** Every text of a message, from its first field to its last. */
  static List<String> of(Message message) {
    KnownTexts texts = new KnownTexts(List.of());
    texts.learn(message);
    return List.copyOf(texts.all);
  }

  /** Remembers the texts of a message. */
  void learn(Message message) {
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              List<?> values = field.isRepeated() ? (List<?>) value : List.of(value);
              values.forEach(one -> learn(field, one));
            });
  }

  /** A text that a field of this name has had, seldom any other, or another tenant's. */
  String like(String name, Random random) {
    List<String> same = byName.getOrDefault(name, all);
    List<String> from =
        switch (random.nextInt(8)) {
          case 0 -> foreign;
          case 1 -> all;
          default -> same;
        };
    return from.isEmpty()
        ? new UUID(random.nextLong(), random.nextLong()).toString()
        : from.get(random.nextInt(from.size()));
  }

  private void learn(FieldDescriptor field, Object value) {
    if (field.getJavaType() == JavaType.MESSAGE) {
      learn((Message) value);
    } else if (field.getJavaType() == JavaType.STRING) {
      keep(byName.computeIfAbsent(field.getName(), name -> new ArrayList<>()), (String) value);
      keep(all, (String) value);
    }
  }

  private static void keep(List<String> texts, String text) {
    if (texts.size() >= KEPT_MAX) {
      texts.remove(0);
    }
    texts.add(text);
  }
}
