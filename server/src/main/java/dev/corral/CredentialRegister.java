package dev.corral;

import dev.corral.identity.ApiKey;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The credentials of a database, for an operator who may act as corral_owner. The server's own role
 * cannot make or withdraw one.
 */
final class CredentialRegister implements AutoCloseable {

  private final Handle handle;

  private CredentialRegister(Handle handle) {
    this.handle = handle;
  }

  /**
   * Opens that of the database that the settings name.
   *
   * @throws Migrations.Refused when it cannot be opened
   */
  static CredentialRegister open() throws Config.Faulty, Migrations.Refused {
    DatabaseUrl database = Config.read(System.getenv(), false).migrationDatabase();
    return open(database);
  }

  static CredentialRegister open(DatabaseUrl database) throws Migrations.Refused {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(database.jdbcUrl());
    source.setUser(database.user());
    source.setPassword(database.password());
    try {
      Handle handle = Jdbi.open(source);
      handle.execute("SET ROLE corral_owner");
      return new CredentialRegister(handle);
    } catch (JdbiException e) {
      throw new Migrations.Refused(
          "cannot manage the keys of " + database + ": " + e.getCause().getMessage(), e);
    }
  }

  /** Stores a key; false when there is no such tenant. */
  boolean create(ApiKey key, String role, String name, Integer days) {
    return handle
        .createQuery(
            "SELECT f.outcome = 'OK' FROM identity.create_api_key("
                + ":tenant, :key, :hash, :role, :name, :days::integer) AS f")
        .bind("tenant", key.tenantId())
        .bind("key", key.keyId())
        .bind("hash", key.secretHash())
        .bind("role", role)
        .bind("name", name)
        .bind("days", days)
        .mapTo(Boolean.class)
        .one();
  }

  /** A line for each key: what may be shown, role, state, last use, name. */
  List<String> list(String tenantId) {
    return handle
        .createQuery(
            "SELECT format('corral.%s.%s  %-9s  %-7s  created %s  last used %s  %s', f.tenant_id,"
                + " f.key_id, f.role, CASE WHEN f.revoke_time IS NOT NULL THEN 'revoked'"
                + " WHEN f.expire_time <= now() THEN 'expired' ELSE 'valid' END,"
                + " f.create_time::date, coalesce(to_char(f.last_use_time, 'YYYY-MM-DD HH24:MI'),"
                + " 'never'), f.display_name) FROM identity.list_api_keys(:tenant) AS f")
        .bind("tenant", tenantId)
        .mapTo(String.class)
        .list();
  }

  /** Revokes a key; false when there is no such key. */
  boolean revoke(String tenantId, String keyId) {
    return handle
        .createQuery("SELECT f.key_id IS NOT NULL FROM identity.revoke_api_key(:tenant, :key) AS f")
        .bind("tenant", tenantId)
        .bind("key", keyId)
        .mapTo(Boolean.class)
        .one();
  }

  /** Withdraws the tokens that an actor was issued until now. */
  void withdrawTokens(UUID actor) {
    handle
        .createQuery("SELECT f.* FROM identity.withdraw_tokens('-', :actor) AS f")
        .bind("actor", actor)
        .mapTo(String.class)
        .one();
  }

  @Override
  public void close() {
    handle.close();
  }
}
