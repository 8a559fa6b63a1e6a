package dev.corral.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/** An error that a test writes past the server, to see whether it is found. */
public final class PlantedError {

  private PlantedError() {}

  /**
   * The invariants that kernel.verify_invariants finds broken after a statement, which must change
   * something. It runs in a transaction that is taken back, so that each error stands alone.
   */
  public static Set<String> found(String url, String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:" + url);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      if (statement.executeUpdate(sql) == 0) {
        throw new IllegalStateException("changes nothing: " + sql);
      }
      Set<String> found = new TreeSet<>();
      try (ResultSet rows = statement.executeQuery("SELECT * FROM kernel.verify_invariants()")) {
        while (rows.next()) {
          found.add(rows.getString("invariant"));
        }
      }
      connection.rollback();
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
