package dev.corral.kernel;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database whether it answers, on a connection of its own: a pool that is busy is not a
 * database that is away.
 */
final class Ping {

  static final int TIMEOUT_SECONDS = 2;

  private static final String TOO_MANY_CONNECTIONS = "53300";

  private static final Logger log = LoggerFactory.getLogger(Ping.class);

  private final String url;
  private final Properties login = new Properties();

  /** A ping of the database that a pool leads to. */
  Ping(HikariDataSource pool) {
    url = pool.getJdbcUrl();
    login.setProperty("user", pool.getUsername() == null ? "" : pool.getUsername());
    login.setProperty("password", pool.getPassword() == null ? "" : pool.getPassword());
    login.setProperty("connectTimeout", Integer.toString(TIMEOUT_SECONDS));
    login.setProperty("socketTimeout", Integer.toString(TIMEOUT_SECONDS));
  }

  /** What came back within {@value #TIMEOUT_SECONDS} s. */
  enum Answer {
    /** It answers. */
    YES,
    /** It is there and gives no further connection; those that calls have may be good. */
    FULL,
    /** Nothing, or that it is not to be used. */
    NO
  }

  /** Asks it. */
  Answer ask() {
    try (Connection connection = DriverManager.getConnection(url, login)) {
      return connection.isValid(0) ? Answer.YES : Answer.NO;
    } catch (SQLException e) {
      log.debug("the database does not answer", Redacted.of(e));
      return TOO_MANY_CONNECTIONS.equals(e.getSQLState()) ? Answer.FULL : Answer.NO;
    }
  }
}
