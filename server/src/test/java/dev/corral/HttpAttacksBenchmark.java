package dev.corral;

import dev.corral.testing.Http2Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/**
 * How long a bystander waits while an attacker does nothing else, against how long without one: the
 * median over rounds of both p99, for each attack. Not a test, so only {@code ghz-bench/attacks.sh}
 * runs it; {@code corral.attacks.rounds} is the number of rounds.
 */
class HttpAttacksBenchmark {

  private static final int ROUNDS = Integer.getInteger("corral.attacks.rounds", 5);
  private static final Duration WINDOW = Duration.ofMillis(1_000);
  private static final Duration ANSWER_MAX = Duration.ofMillis(100);

  @Test
  void bystandersP99() {
    Map<String, BiConsumer<HttpAttacks, Http2Peer>> all = new TreeMap<>(HttpAttacks.ending());
    all.putAll(HttpAttacks.harmless());
    try (TestServer server = TestServer.start(Map.of())) {
      Clinic clinic = server.freshClinic();
      HttpAttacks attacks = new HttpAttacks(HttpAttacksTest.identity(clinic));
      try (Bystander bystander = new Bystander(clinic)) {
        p99(bystander, 5 * WINDOW.toNanos(), () -> LockSupport.parkNanos(1_000_000)); // warms up
        all.forEach((name, attack) -> measure(name, server, bystander, attacks, attack));
      }
    }
  }

  private static void measure(
      String name,
      TestServer server,
      Bystander bystander,
      HttpAttacks attacks,
      BiConsumer<HttpAttacks, Http2Peer> attack) {
    List<Long> quiet = new ArrayList<>();
    List<Long> attacked = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      quiet.add(p99(bystander, WINDOW.toNanos(), () -> LockSupport.parkNanos(1_000_000)));
      attacked.add(p99(bystander, WINDOW.toNanos(), () -> once(server, attacks, attack)));
    }
    System.out.printf(
        "%-34s p99 %6.2f ms, without %6.2f ms, ratio %5.2f%n",
        name,
        median(attacked) / 1000.0,
        median(quiet) / 1000.0,
        (double) median(attacked) / median(quiet));
  }

  private static void once(
      TestServer server, HttpAttacks attacks, BiConsumer<HttpAttacks, Http2Peer> attack) {
    try (Http2Peer peer = Http2Peer.greeted(server.port())) {
      attack.accept(attacks, peer);
      peer.endsWithin(ANSWER_MAX);
    }
  }

  private static long p99(Bystander bystander, long nanos, Runnable meanwhile) {
    int since = bystander.calls();
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() - end < 0) {
      meanwhile.run();
    }
    return bystander.p99Micros(since);
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
