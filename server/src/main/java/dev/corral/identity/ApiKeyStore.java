package dev.corral.identity;

import dev.corral.common.v1.Role;
import dev.corral.kernel.Database;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The functions of the schema identity that the server may call. Thread-safe. */
final class ApiKeyStore {

  private final Database database;

  ApiKeyStore(Database database) {
    this.database = database;
  }

  /**
   * What is stored of a key.
   *
   * @param unnoted whether its last use was noted more than a minute ago
   */
  record Stored(byte[] secretHash, Role role, UUID actorId, boolean unnoted) {}

  /** A key that may be used now. */
  Optional<Stored> findApiKey(ApiKey key) {
    return database
        .list(
            "SELECT f.* FROM identity.find_api_key(?::text, ?::text) AS f",
            List.of(key.tenantId(), key.keyId()),
            row ->
                new Stored(
                    row.bytes("secret_hash"),
                    Role.valueOf("ROLE_" + row.text("role")),
                    UUID.fromString(row.text("actor_id")),
                    row.bool("unnoted")))
        .stream()
        .findFirst();
  }

  /** Notes that a key was used. */
  void noteApiKeyUse(ApiKey key) {
    database.list(
        "SELECT identity.note_api_key_use(?::text, ?::text) AS count",
        List.of(key.tenantId(), key.keyId()),
        row -> row.integer("count"));
  }
}
