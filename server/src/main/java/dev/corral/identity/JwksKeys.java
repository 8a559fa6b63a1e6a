package dev.corral.identity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The usable keys of a key set as it was read once. Immutable. */
final class JwksKeys {

  /** The largest key set that is read. */
  static final int BYTES_MAX = 256 * 1024;

  private static final int KEYS_MAX = 100;

  private final List<JwksKey> keys;
  private final Set<JwksKey.Identity> identities;

  private JwksKeys(Map<JwksKey.Identity, JwksKey> keys) {
    this.keys = List.copyOf(keys.values());
    this.identities = Set.copyOf(keys.keySet());
  }

  /**
   * Reads a JSON Web Key Set. An empty one is believed too: it is how an issuer withdraws the last
   * key.
   */
  static JwksKeys of(byte[] json) throws JwtFault {
    if (json.length > BYTES_MAX) {
      throw new JwtFault("key set too large");
    }
    if (!(JwtJson.object(json).get("keys") instanceof List<?> members)
        || members.size() > KEYS_MAX) {
      throw new JwtFault("not a key set");
    }
    Map<JwksKey.Identity, JwksKey> keys = new LinkedHashMap<>();
    for (Object member : members) {
      if (!(member instanceof Map<?, ?> map)) {
        throw new JwtFault("not a key set");
      }
      @SuppressWarnings("unchecked") // JwtJson makes no other maps
      Map<String, Object> key = (Map<String, Object>) map;
      JwksKey.of(key).ifPresent(k -> keys.put(k.identity(), k));
    }
    return new JwksKeys(keys);
  }

  /**
   * The key for a token with this key id; for one without, the only key of its algorithm. Empty
   * when there is none, or when several would do.
   */
  Optional<JwksKey> find(String algorithm, Optional<String> id) {
    List<JwksKey> fitting =
        keys.stream()
            .filter(key -> key.identity().algorithm().equals(algorithm))
            .filter(key -> id.isEmpty() || key.identity().id().equals(id))
            .toList();
    return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
  }

  /** Whether some key has this id. */
  boolean knows(String id) {
    return identities.stream().anyMatch(key -> key.id().equals(Optional.of(id)));
  }

  boolean contains(JwksKey.Identity identity) {
    return identities.contains(identity);
  }

  int size() {
    return keys.size();
  }
}
