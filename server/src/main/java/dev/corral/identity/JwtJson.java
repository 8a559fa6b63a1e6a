package dev.corral.identity;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a JSON object as strictly as RFC 8259 allows: well-formed UTF-8, no name twice in an
 * object, no deep nesting, no number that is long written out, nothing before or after. What two
 * readers might understand differently is refused. Objects become maps, arrays lists, numbers
 * BigDecimals.
 */
final class JwtJson {

  private static final int NESTING_MAX = 16;
  private static final int DIGITS_MAX = 32;
  private static final String NOT_JSON = "not a JSON object";

  private JwtJson() {}

  static Map<String, Object> object(byte[] utf8) throws JwtFault {
    try (JsonReader reader = new JsonReader(new StringReader(text(utf8)))) {
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(NESTING_MAX);
      Map<String, Object> object = object(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new JwtFault(NOT_JSON);
      }
      return object;
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw new JwtFault(NOT_JSON);
    }
  }

  private static String text(byte[] utf8) throws CharacterCodingException, JwtFault {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    if (text.startsWith("\uFEFF")) {
      throw new JwtFault("a byte order mark");
    }
    return text;
  }

  private static Map<String, Object> object(JsonReader reader) throws IOException, JwtFault {
    Map<String, Object> object = new HashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (object.containsKey(name)) {
        throw new JwtFault("a name twice in an object");
      }
      object.put(name, value(reader));
    }
    reader.endObject();
    return object;
  }

  private static Object value(JsonReader reader) throws IOException, JwtFault {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object(reader);
      case BEGIN_ARRAY -> array(reader);
      case STRING -> reader.nextString();
      case NUMBER -> number(reader.nextString());
      case BOOLEAN -> reader.nextBoolean();
      case NULL -> {
        reader.nextNull();
        yield null;
      }
      default -> throw new MalformedJsonException(NOT_JSON);
    };
  }

  private static List<Object> array(JsonReader reader) throws IOException, JwtFault {
    List<Object> array = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      array.add(value(reader));
    }
    reader.endArray();
    return array;
  }

  private static BigDecimal number(String text) throws JwtFault {
    BigDecimal number = text.length() > DIGITS_MAX ? null : new BigDecimal(text);
    if (number == null || Math.abs((long) number.scale()) > DIGITS_MAX) {
      throw new JwtFault("a number of too many digits");
    }
    return number;
  }
}
