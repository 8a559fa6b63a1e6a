package dev.corral.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes a reply of a whole result: of its one row with an outcome, or of a set of rows. */
@FunctionalInterface
interface ReplyReader<R> {

  R read(ResultSet results) throws SQLException;

  static <R> ReplyReader<R> one(RowReader<R> reader) {
    return results -> {
      if (!results.next()) {
        throw new IllegalStateException("a function with an outcome returns one row");
      }
      Outcome outcome = Outcome.valueOf(results.getString("outcome"));
      if (outcome != Outcome.OK) {
        throw new Refused(outcome, metadata(results.getString("detail")));
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

  private static Map<String, String> metadata(String detail) {
    Map<String, String> metadata = new TreeMap<>();
    if (detail != null) {
      JsonObject object = JsonParser.parseString(detail).getAsJsonObject();
      for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
        JsonElement value = entry.getValue();
        metadata.put(
            entry.getKey(), value.isJsonPrimitive() ? value.getAsString() : value.toString());
      }
    }
    return metadata;
  }
}
