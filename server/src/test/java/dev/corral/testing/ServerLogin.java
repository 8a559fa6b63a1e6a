package dev.corral.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A login with the rights of corral_app, and no others: what somebody has who has stolen the
 * server's password. What it does is rolled back.
 */
public final class ServerLogin implements AutoCloseable {

  /** What {@link #sqlState} says of a statement that was not refused. */
  public static final String DONE = "00000";

  private final String databaseUrl;
  private final String name = "visitor_" + UUID.randomUUID().toString().replace("-", "");
  private final Connection connection;

  private ServerLogin(String databaseUrl) throws SQLException {
    this.databaseUrl = databaseUrl;
    TestPostgres.execute(
        databaseUrl, "CREATE ROLE " + name + " LOGIN PASSWORD 'visitor' IN ROLE corral_app");
    String server = databaseUrl.substring(0, databaseUrl.indexOf('?'));
    this.connection =
        DriverManager.getConnection("jdbc:" + server + "?user=" + name + "&password=visitor");
  }

  /** Logs in. */
  public static ServerLogin on(String databaseUrl) {
    try {
      return new ServerLogin(databaseUrl);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How a statement ends: its SQLSTATE. */
  public String sqlState(String sql) {
    return sqlState(sql, false);
  }

  /** The same for a statement that runs in no transaction. */
  public String sqlStateAlone(String sql) {
    return sqlState(sql, true);
  }

  private String sqlState(String sql, boolean alone) {
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(alone);
      try {
        statement.execute(sql);
        return DONE;
      } catch (SQLException e) {
        return e.getSQLState();
      } finally {
        rollBack();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The rows of a query, the columns of each joined by {@code |}. */
  public List<String> rows(String sql) {
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      try (ResultSet results = statement.executeQuery(sql)) {
        List<String> rows = new ArrayList<>();
        while (results.next()) {
          rows.add(Sql.row(results));
        }
        return rows;
      } finally {
        rollBack();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private void rollBack() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    TestPostgres.execute(databaseUrl, "DROP ROLE " + name);
  }
}
