package dev.corral.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How often something really happened, as the audit trail says. */
public final class Audit {

  private static final String COUNT =
      "SELECT count(*) FROM kernel.audit WHERE tenant_id = ? AND operation = ? AND request_id = ?::uuid";

  private Audit() {}

  /** The effects of one request; 1 is the goal. */
  public static int effects(
      String databaseUrl, String tenantId, String operation, String requestId) {
    try (Connection connection = DriverManager.getConnection("jdbc:" + databaseUrl);
        PreparedStatement statement = connection.prepareStatement(COUNT)) {
      statement.setString(1, tenantId);
      statement.setString(2, operation);
      statement.setString(3, requestId);
      try (ResultSet results = statement.executeQuery()) {
        results.next();
        return results.getInt(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(COUNT, e);
    }
  }
}
