package dev.corral.kernel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Makes a reply of a whole result: of its one row with an outcome, or of a set of rows. */
@FunctionalInterface
interface ReplyReader<R> {

  R read(ResultSet results) throws SQLException;

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
}
