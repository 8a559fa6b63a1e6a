package dev.corral.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A key set in a file. It is read again when a token comes and the last reading is 2 s ago, so a
 * key that is taken out of the file is believed for 2 s at most.
 */
final class JwksFile implements JwksSource {

  static final Duration LOOK = Duration.ofSeconds(2);

  private final Path file;
  private final InstantSource clock;
  private final JwksSnapshot snapshot;
  private Instant looked = Instant.MIN;

  JwksFile(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
    this.snapshot = new JwksSnapshot(clock);
  }

  @Override
  public Optional<JwksKey> find(String algorithm, Optional<String> id) {
    look();
    return snapshot.keys().find(algorithm, id);
  }

  @Override
  public boolean holds(JwksKey.Identity key) {
    look();
    return snapshot.keys().contains(key);
  }

  @Override
  public CompletableFuture<Void> refresh() {
    look();
    return CompletableFuture.completedFuture(null);
  }

  /** Reads rather than compares times of change, which miss a second change in the same tick. */
  private synchronized void look() {
    Instant now = clock.instant();
    if (now.isBefore(looked.plus(LOOK))) {
      return;
    }
    looked = now;
    try (InputStream stream = Files.newInputStream(file)) {
      snapshot.take(stream.readNBytes(JwksKeys.BYTES_MAX + 1), now);
    } catch (IOException e) {
      snapshot.failed(e.toString());
    }
  }
}
