package dev.corral.kernel;

import java.util.HexFormat;
import java.util.List;

/** Values as PostgreSQL writes them in an array: {@code {"a","b",NULL}}. */
final class ArrayLiteral {

  private static final HexFormat HEX = HexFormat.of();

  private ArrayLiteral() {}

  /** One column of a table of values. */
  static String column(List<List<Object>> rows, int column) {
    StringBuilder literal = new StringBuilder(rows.size() * 40).append('{');
    for (List<Object> row : rows) {
      append(literal.length() == 1 ? literal : literal.append(','), row.get(column));
    }
    return literal.append('}').toString();
  }

  private static void append(StringBuilder literal, Object value) {
    if (value == null) {
      literal.append("NULL");
      return;
    }
    literal.append('"');
    if (value instanceof byte[] bytes) {
      literal.append("\\\\x");
      HEX.formatHex(literal, bytes);
    } else if (value instanceof String text) {
      escape(literal, text);
    } else {
      literal.append(value); // numbers, truth values, UUIDs and times: nothing to escape
    }
    literal.append('"');
  }

  private static void escape(StringBuilder literal, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        literal.append('\\');
      }
      literal.append(c);
    }
  }
}
