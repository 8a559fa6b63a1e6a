package dev.corral.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What tests read past the server, as the superuser of its database. */
public final class Sql {

  private Sql() {}

  /** The rows of a query, the columns of each joined by {@code |}. */
  public static List<String> rows(String url, String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:" + url);
        Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (results.next()) {
        rows.add(row(results));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The only row of a query. */
  public static String row(String url, String sql) {
    List<String> rows = rows(url, sql);
    if (rows.size() != 1) {
      throw new IllegalStateException(rows.size() + " rows: " + sql);
    }
    return rows.get(0);
  }

  static String row(ResultSet results) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
      columns.add(String.valueOf(results.getString(i)));
    }
    return String.join("|", columns);
  }
}
