package dev.corral.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Timestamp;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;

/** The current row of a result, read by column name in the types of the contract. */
public final class Row {

  private final ResultSet results;
  private final String prefix;

  Row(ResultSet results) {
    this(results, "");
  }

  private Row(ResultSet results, String prefix) {
    this.results = results;
    this.prefix = prefix;
  }

  /** The fields of a column that {@link SqlFunction#composite} has selected. */
  public Row composite(String column) {
    return new Row(results, column + ".");
  }

  /** A text, or the empty string for NULL. */
  public String text(String column) throws SQLException {
    String text = results.getString(prefix + column);
    return text == null ? "" : text;
  }

  /** Whether the column is NULL. */
  public boolean isNull(String column) throws SQLException {
    return results.getObject(prefix + column) == null;
  }

  /** A bigint. */
  public long bigint(String column) throws SQLException {
    return results.getLong(prefix + column);
  }

  /** An integer. */
  public int integer(String column) throws SQLException {
    return results.getInt(prefix + column);
  }

  /** A boolean. */
  public boolean bool(String column) throws SQLException {
    return results.getBoolean(prefix + column);
  }

  /** The bytes of a bytea; not NULL. */
  public byte[] bytes(String column) throws SQLException {
    return results.getBytes(prefix + column);
  }

  /** A date. */
  public LocalDate date(String column) throws SQLException {
    return results.getObject(prefix + column, LocalDate.class);
  }

  /** A timestamptz, to the microsecond; not NULL. */
  public Timestamp timestamp(String column) throws SQLException {
    return timestamp(results.getObject(prefix + column, OffsetDateTime.class).toInstant());
  }

  /** A list of texts from text[] or uuid[]; NULL counts as empty. */
  public List<String> texts(String column) throws SQLException {
    Object[] elements = (Object[]) elements(column);
    return elements == null ? List.of() : List.of(elements).stream().map(Object::toString).toList();
  }

  /** A list of numbers from integer[]; NULL counts as empty. */
  public List<Integer> integers(String column) throws SQLException {
    Integer[] elements = (Integer[]) elements(column);
    return elements == null ? List.of() : List.of(elements);
  }

  /** A list of numbers from bigint[]; NULL counts as empty. */
  public List<Long> bigints(String column) throws SQLException {
    Long[] elements = (Long[]) elements(column);
    return elements == null ? List.of() : List.of(elements);
  }

  /** A list of truth values from boolean[]; NULL counts as empty. */
  public List<Boolean> bools(String column) throws SQLException {
    Boolean[] elements = (Boolean[]) elements(column);
    return elements == null ? List.of() : List.of(elements);
  }

  /** A list of objects from a jsonb array; NULL counts as empty. */
  public List<JsonObject> objects(String column) throws SQLException {
    String json = results.getString(prefix + column);
    return json == null
        ? List.of()
        : JsonParser.parseString(json).getAsJsonArray().asList().stream()
            .map(JsonElement::getAsJsonObject)
            .toList();
  }

  /** An object from a jsonb column; not NULL. */
  public JsonObject object(String column) throws SQLException {
    return JsonParser.parseString(results.getString(prefix + column)).getAsJsonObject();
  }

  /** An instant in the form of the contract. */
  public static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  /** An instant from the text that JSON has of a timestamptz. */
  public static Timestamp parseTimestamp(String text) {
    return timestamp(OffsetDateTime.parse(text).toInstant());
  }

  private Object elements(String column) throws SQLException {
    Array array = results.getArray(prefix + column);
    return array == null ? null : array.getArray();
  }
}
