package dev.corral.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What really happened, as the audit trail says. */
public final class Audit {

  private static final String EFFECTS =
      "SELECT before ->> 'display_name' FROM kernel.audit"
          + " WHERE tenant_id = ? AND operation = ? AND (?::uuid IS NULL OR request_id = ?::uuid)";

  private Audit() {}

  /** The effects of one request; 1 is the goal. */
  public static int effects(
      String databaseUrl, String tenantId, String operation, String requestId) {
    return query(databaseUrl, tenantId, operation, requestId).size();
  }

  /** The display names that an operation replaced, in no order; null where it made a row. */
  public static List<String> replacedNames(String databaseUrl, String tenantId, String operation) {
    return query(databaseUrl, tenantId, operation, null);
  }

  private static List<String> query(
      String databaseUrl, String tenantId, String operation, String requestId) {
    try (Connection connection = DriverManager.getConnection("jdbc:" + databaseUrl);
        PreparedStatement statement = connection.prepareStatement(EFFECTS)) {
      statement.setString(1, tenantId);
      statement.setString(2, operation);
      statement.setString(3, requestId);
      statement.setString(4, requestId);
      List<String> names = new ArrayList<>();
      try (ResultSet results = statement.executeQuery()) {
        while (results.next()) {
          names.add(results.getString(1));
        }
      }
      return names;
    } catch (SQLException e) {
      throw new IllegalStateException(EFFECTS, e);
    }
  }
}
