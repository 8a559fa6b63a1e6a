package dev.corral.identity;

import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The keys as they were read last. When reading fails the old ones go on, for a day at most: after
 * that nobody can say any more which of them were withdrawn. Thread-safe.
 */
final class JwksSnapshot {

  static final Duration AGE_MAX = Duration.ofHours(24);

  private static final Logger log = LoggerFactory.getLogger(JwksSnapshot.class);

  private final InstantSource clock;
  private volatile Optional<Read> last = Optional.empty();
  private volatile boolean failing;

  JwksSnapshot(InstantSource clock) {
    this.clock = clock;
  }

  private record Read(JwksKeys keys, Instant asked) {}

  /**
   * The keys.
   *
   * @throws Refused with {@link ServerReason#KEYS_UNAVAILABLE} when there are none, or too old ones
   */
  JwksKeys keys() {
    return last.filter(read -> age(read).compareTo(AGE_MAX) < 0)
        .orElseThrow(() -> new Refused(ServerReason.KEYS_UNAVAILABLE))
        .keys();
  }

  /** Whether there are no keys, or they are this old. */
  boolean isOlderThan(Duration limit) {
    return last.map(read -> age(read).compareTo(limit) >= 0).orElse(true);
  }

  /** Takes over a key set, if it is one, that was asked for at this time. */
  void take(byte[] json, Instant asked) {
    try {
      JwksKeys keys = JwksKeys.of(json);
      last = Optional.of(new Read(keys, asked));
      failing = false;
      log.atLevel(keys.size() == 0 ? Level.WARN : Level.DEBUG)
          .addKeyValue("keys", keys.size())
          .log("the keys of tokens were read");
    } catch (JwtFault e) {
      failed(e.getMessage());
    }
  }

  /** Notes that the keys could not be read; told once, until all goes well again. */
  void failed(String why) {
    if (!failing) {
      log.atWarn().addKeyValue("why", why).log("the keys of tokens cannot be read; old ones go on");
    }
    failing = true;
  }

  private Duration age(Read read) {
    return Duration.between(read.asked(), clock.instant());
  }
}
