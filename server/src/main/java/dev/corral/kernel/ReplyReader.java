package dev.corral.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Message;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Makes a reply of a whole result: of its one row with an outcome, or of a set of rows. */
@FunctionalInterface
interface ReplyReader<R> {

  R read(ResultSet results) throws SQLException;

  static <R> ReplyReader<R> one(
      RowReader<R> reader, Map<String, Function<JsonArray, Message>> explanations) {
    return results -> {
      if (!results.next()) {
        throw new IllegalStateException("a function with an outcome returns one row");
      }
      Outcome outcome = Outcome.valueOf(results.getString("outcome"));
      if (outcome != Outcome.OK) {
        throw refused(outcome, results.getString("detail"), explanations);
      }
      return reader.read(new Row(results));
    };
  }

  static <R> ReplyReader<List<R>> all(RowReader<R> reader) {
    return results -> {
      List<R> rows = new ArrayList<>();
      Row row = new Row(results);
      while (results.next()) {
        rows.add(reader.read(row));
      }
      return rows;
    };
  }

  /**
   * A list in the detail that is explained becomes a message of the status; the rest are values.
   */
  private static Refused refused(
      Outcome outcome, String detail, Map<String, Function<JsonArray, Message>> explanations) {
    Map<String, String> metadata = new TreeMap<>();
    List<Message> details = new ArrayList<>();
    if (detail != null) {
      JsonObject object = JsonParser.parseString(detail).getAsJsonObject();
      for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
        JsonElement value = entry.getValue();
        Function<JsonArray, Message> explanation = explanations.get(entry.getKey());
        if (explanation != null) {
          details.add(explanation.apply(value.getAsJsonArray()));
        } else {
          metadata.put(
              entry.getKey(), value.isJsonPrimitive() ? value.getAsString() : value.toString());
        }
      }
    }
    return new Refused(outcome, metadata, details);
  }
}
