package dev.corral.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.TestServer;
import dev.corral.ValidRequests;
import dev.corral.testing.Contract;
import dev.corral.testing.Sql;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Every RPC gets requests that are odd, wrong or no messages at all, while a neighbour works. Only
 * documented answers come back, and nothing is left behind. {@code -Dcorral.fuzz.calls} says how
 * many, {@code -Dcorral.fuzz.seed} repeats a run.
 */
class RequestFuzzTest {

  private static final int CALLS = Integer.getInteger("corral.fuzz.calls", 6_000);
  private static final long SEED = Long.getLong("corral.fuzz.seed", System.nanoTime());
  private static final int CALLERS = 4;
  private static final int CALLS_AN_RPC = 12;
  private static final int POOL_SIZE = 4;
  private static final int LANES = 2;

  /** Two for each lane, and one that the server has for itself. */
  private static final int CONNECTIONS_MAX = POOL_SIZE + 2 * LANES + 1;

  private static final int THREADS_OVER_MAX = 4;
  private static final Duration SETTLED_MAX = Duration.ofSeconds(40);
  private static final int DAYS_ALONE = 60;

  private final Verdicts verdicts = new Verdicts();

  @Test
  void onlyDocumentedAnswersComeBackAndNothingIsLeft() throws Exception {
    TestServer server =
        TestServer.start(
            Map.of(
                "CORRAL_POOL_SIZE", Integer.toString(POOL_SIZE),
                "CORRAL_LANES", Integer.toString(LANES)));
    Instant closing;
    try (server) {
      Neighbour neighbour = new Neighbour(server);
      List<String> foreign = foreign(neighbour);
      fuzz(server, 1, foreign, SEED - 1); // so that every thread pool has grown to its size
      for (int day = 0; day < DAYS_ALONE; day++) {
        neighbour.day();
      }
      Duration alone = neighbour.p99();
      int threads = threads();
      Duration together = withNeighbour(server, neighbour, foreign);
      System.out.printf("neighbour's p99: %s alone, %s beside the fuzz%n", alone, together);
      assertThat(neighbour.failures()).isEmpty();
      assertThat(together).isLessThan(alone.multipliedBy(20).plusMillis(200));
      assertThat(server.violatedInvariants()).isEmpty();
      assertSettles("platform threads", () -> threads() <= threads + THREADS_OVER_MAX);
      assertConnectionsAreFree(server);
      closing = Instant.now();
    }
    assertThat(Duration.between(closing, Instant.now()))
        .as("a stop waits for calls that have not ended")
        .isLessThan(Duration.ofSeconds(10));
  }

  private Duration withNeighbour(TestServer server, Neighbour neighbour, List<String> foreign)
      throws Exception {
    Thread working = Thread.ofVirtual().start(neighbour);
    int rounds = Math.max(1, CALLS / (Contract.rpcs().size() * CALLS_AN_RPC));
    long start = System.nanoTime();
    fuzz(server, rounds, foreign, SEED);
    neighbour.stop();
    working.join();
    System.out.printf(
        "fuzz: %d ms, seed %d, %s, slowest calls in ms: %s%n",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
        SEED,
        verdicts.counts(),
        verdicts.slowest());
    assertThat(verdicts.faults()).as("-Dcorral.fuzz.seed=%d", SEED).isEmpty();
    return neighbour.p99();
  }

  private void fuzz(TestServer server, int rounds, List<String> foreign, long seed)
      throws Exception {
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < Math.min(CALLERS, rounds); i++) {
        running.add(
            callers.submit(
                () -> {
                  try (FuzzChannels channels = new FuzzChannels(server)) {
                    for (int n = next.getAndIncrement(); n < rounds; n = next.getAndIncrement()) {
                      new FuzzRound(server, seed + n, foreign)
                          .run(channels, verdicts, CALLS_AN_RPC);
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> caller : running) {
        caller.get();
      }
    }
  }

  private static List<String> foreign(Neighbour neighbour) {
    ValidRequests requests = ValidRequests.of(neighbour.clinic());
    List<String> texts = new ArrayList<>();
    for (MethodDescriptor<?, ?> rpc : Contract.rpcs()) {
      texts.addAll(KnownTexts.of(requests.fill(rpc)));
    }
    return texts;
  }

  private static void assertConnectionsAreFree(TestServer server) {
    String sql =
        "SELECT count(*) <= %d AND bool_and(state = 'idle') FROM pg_stat_activity"
            + " WHERE datname = current_database() AND application_name = 'corral'";
    assertSettles(
        "connections to the database",
        () -> Sql.row(server.databaseUrl(), sql.formatted(CONNECTIONS_MAX)).equals("t"));
  }

  private static void assertSettles(String what, java.util.function.BooleanSupplier settled) {
    Instant end = Instant.now().plus(SETTLED_MAX);
    while (!settled.getAsBoolean()) {
      assertThat(Instant.now()).as("%s do not settle", what).isBefore(end);
      Thread.onSpinWait();
    }
  }

  /** Platform threads; those that carry virtual threads come and go. */
  private static int threads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !thread.getName().startsWith("ForkJoinPool"))
            .count();
  }
}
