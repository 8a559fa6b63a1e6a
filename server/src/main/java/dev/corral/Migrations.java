package dev.corral;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Brings a database to the schema of this version, as the role corral_owner. Safe to run from
 * several servers at once: Flyway lets one work and the others wait.
 */
final class Migrations {

  private static final int POSTGRES_MIN = 15;
  private static final int POSTGRES_MAX = 18;

  private Migrations() {}

  /** A schema that this version must not touch, and why. */
  static final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    Refused(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Migrates.
   *
   * @return how many scripts ran
   * @throws Refused when the schema is newer than this version, a migration failed half way, or the
   *     server is not PostgreSQL 15 to 18
   */
  static int migrate(DatabaseUrl database) throws Refused {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(database.jdbcUrl());
    source.setUser(database.user());
    source.setPassword(database.password());
    try {
      prepare(source);
      return flyway(source).migrate().migrationsExecuted;
    } catch (SQLException e) {
      throw new Refused("cannot prepare " + database + ": " + e.getMessage(), e);
    } catch (FlywayException e) {
      throw new Refused("cannot migrate " + database + ": " + e.getMessage(), e);
    }
  }

  private static void prepare(PGSimpleDataSource source) throws SQLException, Refused {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      int version = connection.getMetaData().getDatabaseMajorVersion();
      if (version < POSTGRES_MIN || version > POSTGRES_MAX) {
        throw new Refused(
            "PostgreSQL "
                + version
                + " is not supported: "
                + POSTGRES_MIN
                + " to "
                + POSTGRES_MAX
                + " are",
            null);
      }
      statement.execute(roles());
    }
  }

  private static Flyway flyway(PGSimpleDataSource source) {
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:db")
        .defaultSchema("kernel")
        // A script in the history that this version does not have is a newer schema: refuse it.
        .ignoreMigrationPatterns(new String[0])
        .loggers("slf4j")
        .load();
  }

  private static String roles() {
    try (InputStream script = Migrations.class.getResourceAsStream("/db/roles.sql")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("db/roles.sql is not on the class path", e);
    }
  }
}
