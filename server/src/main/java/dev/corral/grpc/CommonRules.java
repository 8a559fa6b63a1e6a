package dev.corral.grpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.type.Date;
import com.google.type.TimeOfDay;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The rules that hold for every request of every service and that the contract need not repeat:
 * texts without NUL, no UUID twice in a list, instants and dates of this century, times of day to
 * the minute.
 */
final class CommonRules {

  private static final int YEAR_MIN = 2000;
  private static final int YEAR_MAX = 2099;
  private static final long SECONDS_MIN = 946_684_800L; // 2000-01-01T00:00Z
  private static final long SECONDS_END = 4_102_444_800L; // 2100-01-01T00:00Z
  private static final int NANOS_END = 1_000_000_000;

  private static final Pattern UUID_TEXT =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private CommonRules() {}

  static List<FieldViolation> violations(Message request) {
    List<FieldViolation> violations = new ArrayList<>();
    checkMessage(request, "", violations);
    return violations;
  }

  private static void checkMessage(Message message, String path, List<FieldViolation> violations) {
    if (message instanceof Timestamp timestamp) {
      check(isOfThisCentury(timestamp), path, "must be an instant from 2000 to 2099", violations);
    } else if (message instanceof Date date) {
      check(isDate(date), path, "must be a date from 2000 to 2099", violations);
    } else if (message instanceof TimeOfDay time) {
      check(isMinute(time), path, "must be a time from 00:00 to 24:00, to the minute", violations);
    } else {
      checkFields(message, path.isEmpty() ? "" : path + ".", violations);
    }
  }

  private static void checkFields(Message message, String prefix, List<FieldViolation> violations) {
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      String path = prefix + field.getName();
      if (field.isRepeated()) {
        List<?> elements = (List<?>) entry.getValue();
        check(isWithoutTwins(elements), path, "must not hold one UUID twice", violations);
        for (int i = 0; i < elements.size(); i++) {
          checkValue(field, elements.get(i), path + "[" + i + "]", violations);
        }
      } else {
        checkValue(field, entry.getValue(), path, violations);
      }
    }
  }

  private static void checkValue(
      FieldDescriptor field, Object value, String path, List<FieldViolation> violations) {
    if (field.getJavaType() == JavaType.MESSAGE) {
      checkMessage((Message) value, path, violations);
    } else if (field.getJavaType() == JavaType.STRING) {
      check(((String) value).indexOf('\0') < 0, path, "must not contain NUL", violations);
    }
  }

  /** The contract compares texts; the same UUID in another letter case would pass. */
  private static boolean isWithoutTwins(List<?> elements) {
    Set<UUID> seen = new HashSet<>();
    return elements.stream()
        .filter(e -> e instanceof String text && UUID_TEXT.matcher(text).matches())
        .allMatch(e -> seen.add(UUID.fromString((String) e)));
  }

  static boolean isOfThisCentury(Timestamp timestamp) {
    return timestamp.getSeconds() >= SECONDS_MIN
        && timestamp.getSeconds() < SECONDS_END
        && timestamp.getNanos() >= 0
        && timestamp.getNanos() < NANOS_END;
  }

  private static boolean isDate(Date date) {
    return date.getYear() >= YEAR_MIN
        && date.getYear() <= YEAR_MAX
        && date.getMonth() >= 1
        && date.getMonth() <= 12
        && YearMonth.of(date.getYear(), date.getMonth()).isValidDay(date.getDay());
  }

  private static boolean isMinute(TimeOfDay time) {
    boolean midnight = time.getHours() == 24 && time.getMinutes() == 0;
    boolean minute =
        time.getHours() >= 0
            && time.getHours() <= 23
            && time.getMinutes() >= 0
            && time.getMinutes() <= 59;
    return (midnight || minute) && time.getSeconds() == 0 && time.getNanos() == 0;
  }

  private static void check(
      boolean holds, String path, String rule, List<FieldViolation> violations) {
    if (!holds) {
      violations.add(InvalidRequest.violation(path, rule));
    }
  }
}
