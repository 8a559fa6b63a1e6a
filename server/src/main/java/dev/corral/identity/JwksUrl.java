package dev.corral.identity;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A key set on a server. It is fetched again in the background when it is old, by one call at a
 * time, and a failed fetch is repeated after 5 s; a token with a known key never waits for that.
 *
 * <p>A key id that is not in the set may be a new one: it causes a fetch that its token waits for,
 * once in 30 s at most. A few tokens may wait for the same fetch; all others are refused at once.
 */
final class JwksUrl implements JwksSource {

  static final Duration UNKNOWN_PAUSE = Duration.ofSeconds(30);
  static final Duration RETRY_PAUSE = Duration.ofSeconds(5);

  private static final int WAITING_MAX = 64;

  private final JwksFetch fetch;
  private final Duration refresh;
  private final InstantSource clock;
  private final JwksSnapshot snapshot;
  private final Semaphore waiting = new Semaphore(WAITING_MAX);
  private Optional<CompletableFuture<Void>> flight = Optional.empty();
  private Instant nextRefresh = Instant.MIN;
  private Instant nextUnknown = Instant.MIN;

  JwksUrl(JwksFetch fetch, Duration refresh, InstantSource clock) {
    this.fetch = fetch;
    this.refresh = refresh;
    this.clock = clock;
    this.snapshot = new JwksSnapshot(clock);
  }

  @Override
  public Optional<JwksKey> find(String algorithm, Optional<String> id) {
    CompletableFuture<Void> refreshing = refresh();
    if (snapshot.isOlderThan(JwksSnapshot.AGE_MAX)) {
      await(refreshing);
    }
    // The first flight may be one that took off before the key was published.
    for (int flights = 0; flights < 2 && isUnknown(id); flights++) {
      unknownFlight().ifPresent(this::await);
    }
    return snapshot.keys().find(algorithm, id);
  }

  @Override
  public boolean holds(JwksKey.Identity key) {
    refresh();
    return snapshot.keys().contains(key);
  }

  @Override
  public synchronized CompletableFuture<Void> refresh() {
    if (flight.isEmpty()
        && snapshot.isOlderThan(refresh)
        && !clock.instant().isBefore(nextRefresh)) {
      takeOff();
    }
    return flight.orElse(CompletableFuture.completedFuture(null));
  }

  private boolean isUnknown(Optional<String> id) {
    return id.isPresent() && !snapshot.keys().knows(id.get());
  }

  /**
   * The fetch that may bring an unknown key: the running one, or a new one if its time has come.
   */
  private synchronized Optional<CompletableFuture<Void>> unknownFlight() {
    Instant now = clock.instant();
    if (flight.isEmpty() && !now.isBefore(nextUnknown)) {
      nextUnknown = now.plus(UNKNOWN_PAUSE);
      takeOff();
    }
    return flight;
  }

  private void takeOff() {
    CompletableFuture<Void> landed = new CompletableFuture<>();
    flight = Optional.of(landed);
    Instant now = clock.instant();
    nextRefresh = now.plus(RETRY_PAUSE);
    Thread.ofVirtual().name("jwks").start(() -> fly(landed, now));
  }

  private void fly(CompletableFuture<Void> landed, Instant asked) {
    try {
      snapshot.take(fetch.get(), asked);
    } catch (IOException | RuntimeException e) {
      snapshot.failed(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (this) {
        flight = Optional.empty();
      }
      landed.complete(null);
    }
  }

  private void await(CompletableFuture<Void> landed) {
    if (!waiting.tryAcquire()) {
      return;
    }
    try {
      landed.get(JwksFetch.TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      snapshot.failed("no answer in time");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a flight lands, however it went", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiting.release();
    }
  }
}
