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

/** Makes a reply, or a refusal, of a row with an outcome. */
record OutcomeReader<R>(RowReader<R> reader, Map<String, Function<JsonArray, Message>> explanations)
    implements ReplyReader<R> {

  @Override
  public R read(ResultSet results) throws SQLException {
    if (!results.next()) {
      throw new IllegalStateException("a function with an outcome returns one row");
    }
    return readRow(results);
  }

  /** Reads the row at which a result stands. */
  R readRow(ResultSet row) throws SQLException {
    Outcome outcome = Outcome.valueOf(row.getString("outcome"));
    if (outcome != Outcome.OK) {
      throw refused(outcome, row.getString("detail"));
    }
    return reader.read(new Row(row));
  }

  /**
   * A list in the detail that is explained becomes a message of the status; the rest are values.
   */
  private Refused refused(Outcome outcome, String detail) {
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
