package dev.corral.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.corral.TestServer;
import dev.corral.testing.ProgramShrinker;
import dev.corral.testing.ProgramTally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Random programs of calls about stock, carts and checkout, each in a shop of its own, whose every
 * answer is foretold by {@link ShopModel}; after each step levels and carts are compared too. The
 * properties are those of the programs about visits; of {@code corral.programs.seconds} it takes a
 * third.
 */
class ShopProgramsTest {

  private static final int AT_ONCE = 3;
  private static final int MISMATCHES_MAX = Integer.getInteger("corral.programs.mismatches", 1);
  private static final int STEPS_MAX = Integer.getInteger("corral.programs.steps", 60);
  private static final long COUNT = Long.getLong("corral.programs", Long.MAX_VALUE);
  private static final Duration TIME =
      Duration.ofSeconds(
          COUNT < Long.MAX_VALUE
              ? 1_000_000
              : Math.max(1, Integer.getInteger("corral.programs.seconds", 20) / 3));

  private final TestServer server = TestServer.shared();
  private final long baseSeed = Long.getLong("corral.programs.seed", System.nanoTime());
  private final ProgramTally tally = new ProgramTally();
  private final List<String> mismatches = new ArrayList<>();

  @Test
  void everyAnswerIsTheOneThatTheModelForetells() throws Exception {
    Instant end = Instant.now().plus(TIME);
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        running.add(
            threads.submit(
                () -> {
                  int number = next.getAndIncrement();
                  while (number < COUNT && Instant.now().isBefore(end) && !isEnough()) {
                    runProgram(baseSeed + number);
                    number = next.getAndIncrement();
                  }
                }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    }
    System.out.println("shop programs from seed " + baseSeed + ": " + tally);
    if (!mismatches.isEmpty()) {
      fail(String.join("\n\n", mismatches));
    }
    assertThat(tally.programs()).isPositive();
    assertThat(server.violatedInvariants()).isEmpty();
  }

  private void runProgram(long seed) {
    List<Integer> steps = IntStream.rangeClosed(1, STEPS_MAX).boxed().toList();
    Optional<ShopRunner.Mismatch> mismatch = new ShopRunner(server, seed).run(steps, tally);
    tally.programEnded();
    if (mismatch.isPresent() && !isEnough()) {
      report(seed, mismatch.get());
    }
  }

  private synchronized boolean isEnough() {
    return mismatches.size() >= MISMATCHES_MAX;
  }

  private synchronized void report(long seed, ShopRunner.Mismatch first) {
    List<Integer> failing = IntStream.rangeClosed(1, first.step()).boxed().toList();
    List<Integer> shortest =
        ProgramShrinker.shrink(
            failing,
            fewer ->
                new ShopRunner(server, seed)
                    .run(fewer, new ProgramTally())
                    .filter(again -> again.step() == first.step())
                    .filter(again -> again.what().equals(first.what()))
                    .isPresent());
    ShopRunner runner = new ShopRunner(server, seed);
    ShopRunner.Mismatch mismatch = runner.run(shortest, new ProgramTally()).orElse(first);
    mismatches.add(
        """
        seed %d, step %d, %s
        %s
        %s
        the model expects %s
        the server answers %s\
        """
            .formatted(
                seed,
                mismatch.step(),
                mismatch.what(),
                runner.cast().settings(),
                runner.text(),
                mismatch.expected(),
                mismatch.answered()));
  }
}
