package dev.corral;

import dev.corral.testing.Http2Peer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/**
 * An attacker in a process of its own: makes the attack that it is told on standard input, on one
 * connection after the other, until it is told another. An empty line stops it.
 */
final class HttpAttacker {

  private static final Duration ANSWER_MAX = Duration.ofMillis(100);

  private static volatile String attack = "";

  private HttpAttacker() {}

  /** Arguments: the port, the tenant, connections a second. */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    HttpAttacks attacks =
        new HttpAttacks(
            Map.of("x-tenant-id", arguments[1], "x-role", "ADMIN", "x-actor-id", Clinic.newId()));
    long pauseNanos = 1_000_000_000L / Integer.parseInt(arguments[2]);
    Thread.ofPlatform().daemon().start(() -> attack(port, attacks, pauseNanos));
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      attack = order;
    }
  }

  static Map<String, BiConsumer<HttpAttacks, Http2Peer>> all() {
    Map<String, BiConsumer<HttpAttacks, Http2Peer>> all = new TreeMap<>(HttpAttacks.ending());
    all.putAll(HttpAttacks.harmless());
    return all;
  }

  private static void attack(int port, HttpAttacks attacks, long pauseNanos) {
    while (true) {
      BiConsumer<HttpAttacks, Http2Peer> ordered = all().get(attack);
      if (ordered != null) {
        try (Http2Peer peer = Http2Peer.greeted(port)) {
          ordered.accept(attacks, peer);
          peer.endsWithin(ANSWER_MAX);
        }
      }
      LockSupport.parkNanos(pauseNanos);
    }
  }
}
