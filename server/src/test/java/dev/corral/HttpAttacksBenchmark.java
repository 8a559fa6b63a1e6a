package dev.corral;

import dev.corral.testing.ServerProcess;
import dev.corral.testing.TestPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a bystander waits beside an attacker, against how long without one: the median over
 * rounds of both p99, for each attack. Server, attacker and bystander are processes of their own;
 * the attacker's is nice to the others, since elsewhere it would not be done on this machine. Not a
 * test, so only {@code ghz-bench/attacks.sh} runs it; {@code corral.attacks.rounds} is the number
 * of rounds, {@code corral.attacks.connections} how many connections a second are attacks.
 */
class HttpAttacksBenchmark {

  private static final int ROUNDS = Integer.getInteger("corral.attacks.rounds", 5);
  private static final String CONNECTIONS = System.getProperty("corral.attacks.connections", "10");
  private static final Duration WINDOW = Duration.ofMillis(1_000);
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  @TempDir private Path folder;

  @Test
  void bystandersP99() throws IOException {
    try (ServerProcess server = new ServerProcess(TestPostgres.freshDatabase(), folder)) {
      Clinic clinic = Clinic.create(server.channel(), Clinic.settings("UTC").build());
      Process attacker = attacker(server.port(), clinic.tenantId());
      try (Bystander bystander = new Bystander(clinic);
          PrintStream orders =
              new PrintStream(attacker.getOutputStream(), true, StandardCharsets.UTF_8)) {
        p99(bystander, WARM_UP);
        HttpAttacker.all().keySet().forEach(attack -> measure(attack, bystander, orders));
      } finally {
        attacker.destroyForcibly();
      }
    }
  }

  private static Process attacker(int port, String tenantId) throws IOException {
    return new ProcessBuilder(
            List.of(
                "nice",
                "-n",
                "19",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HttpAttacker.class.getName(),
                Integer.toString(port),
                tenantId,
                CONNECTIONS))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void measure(String attack, Bystander bystander, PrintStream orders) {
    List<Long> quiet = new ArrayList<>();
    List<Long> attacked = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      quiet.add(p99(bystander, WINDOW));
      orders.println(attack);
      attacked.add(p99(bystander, WINDOW));
      orders.println();
    }
    System.out.printf(
        "%-34s p99 %6.2f ms, without %6.2f ms, ratio %5.2f%n",
        attack,
        median(attacked) / 1000.0,
        median(quiet) / 1000.0,
        (double) median(attacked) / median(quiet));
  }

  private static long p99(Bystander bystander, Duration window) {
    int since = bystander.calls();
    long end = System.nanoTime() + window.toNanos();
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    return bystander.p99Micros(since);
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
