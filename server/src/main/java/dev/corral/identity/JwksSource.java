package dev.corral.identity;

import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Refused;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where the keys of tokens come from. Thread-safe. */
interface JwksSource {

  /**
   * The key that a token has to be signed with; empty when there is none.
   *
   * @throws Refused with {@link ServerReason#KEYS_UNAVAILABLE} when no keys could be had at all
   */
  Optional<JwksKey> find(String algorithm, Optional<String> id);

  /**
   * Whether a key that was found before is still to be believed. Never waits for a key server.
   *
   * @throws Refused with {@link ServerReason#KEYS_UNAVAILABLE} when the keys are too old
   */
  boolean holds(JwksKey.Identity key);

  /** Reads the keys again if they are old; completed once that is done, well or not. */
  CompletableFuture<Void> refresh();

  /** One secret, the same as long as the server runs. */
  static JwksSource secret(byte[] secret) {
    JwksKey only = JwksKey.secret(secret);
    return new JwksSource() {
      @Override
      public Optional<JwksKey> find(String algorithm, Optional<String> id) {
        return Optional.of(only).filter(key -> key.identity().algorithm().equals(algorithm));
      }

      @Override
      public boolean holds(JwksKey.Identity key) {
        return only.identity().equals(key);
      }

      @Override
      public CompletableFuture<Void> refresh() {
        return CompletableFuture.completedFuture(null);
      }
    };
  }
}
