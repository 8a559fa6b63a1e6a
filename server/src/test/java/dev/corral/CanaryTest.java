package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.corral.testing.EverythingLogged;
import dev.corral.testing.TcpGate;
import dev.corral.testing.TestPostgres;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What callers and operators entrust to the server is repeated neither in a log nor in a refusal,
 * however a call fails. {@code -Dcorral.canary.calls=100000} makes more calls. This version has
 * neither metrics nor traces.
 */
@Timeout(600)
class CanaryTest {

  private static final int CALLS = Integer.getInteger("corral.canary.calls", 5_000);
  private static final int THREADS = 8;
  private static final int FAILS_EACH = 10;
  private static final String SECRET = "zqcanary-secret-of-the-issuer-0123456789";

  private final Queue<String> found = new ConcurrentLinkedQueue<>();
  private final Map<String, AtomicInteger> codes = new ConcurrentHashMap<>();

  @Test
  void noSecretAndNoNameIsRepeated() throws Exception {
    String superuser = TestServer.migratedDatabase();
    TcpGate gate = TcpGate.to(superuser);
    try (gate;
        EverythingLogged log = new EverythingLogged(this::read);
        TestServer server = TestServer.start(login(gate.through(superuser)), Map.of());
        TestServer guarded =
            TestServer.startGuarded(
                login(superuser),
                Map.of(
                    "CORRAL_JWT_SECRET", SECRET,
                    "CORRAL_JWT_ISSUER", "issuer",
                    "CORRAL_JWT_AUDIENCE", "audience",
                    "CORRAL_BAD_CREDENTIALS_PER_SECOND", "100000"))) {
      Canaries canaries =
          new Canaries(server.freshClinic(), server.channel(), guarded.channel(), superuser);
      callAll(i -> run(canaries, i));
      gate.shut();
      IntStream.range(0, 200).forEach(i -> call(() -> canaries.succeed(i)));
      gate.reopen();
      System.out.printf(
          "%d calls with %d canaries: %s; lines logged %s%n",
          CALLS, Canaries.ALL.size(), new TreeMap<>(codes), log.counts());
    }
    assertThat(Canaries.ALL).hasSize(50).allMatch(Canaries::isIn);
    assertThat(codes.keySet())
        .contains("OK", "INTERNAL", "INVALID_ARGUMENT", "NOT_FOUND", "UNAUTHENTICATED")
        .contains("UNAVAILABLE", "DEADLINE_EXCEEDED");
    assertThat(found).isEmpty();
  }

  @Test
  void wrongSettingsAreToldWithoutTheSecretsAmongThem() {
    Map<String, String> wrong =
        Map.of(
            "CORRAL_DATABASE_URL", "postgresql:/zqcanary01:zqcanary02@localhost/x",
            "CORRAL_MIGRATION_DATABASE_URL", "mysql://u:zqcanary03@localhost/x",
            "CORRAL_JWT_SECRET", "zqcanary04",
            "CORRAL_JWT_SECRET_FILE", "zqcanary05",
            "CORRAL_TLS_KEY", "-----BEGIN PRIVATE KEY----- zqcanary06",
            "CORRAL_TYPO", "zqcanary07");
    Config.Faulty faulty =
        catchThrowableOfType(Config.Faulty.class, () -> Config.read(wrong, false));
    assertThat(faulty.getMessage().lines().count()).isGreaterThan(4);
    assertThat(faulty.getMessage()).doesNotContain("zqcanary");
    String url = "postgresql://u:zqcanary08@localhost/x?sslpassword=zqcanary09&password=zqcanary10";
    assertThat(DatabaseUrl.parse(url).orElseThrow().toString()).doesNotContain("zqcanary");
  }

  /** The database as a login role whose password is one of them. */
  private static String login(String superuser) {
    TestPostgres.execute(
        superuser,
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'canary') THEN"
            + " CREATE ROLE canary LOGIN SUPERUSER PASSWORD 'zqcanary-of-the-database';"
            + " END IF; END $$");
    return superuser.substring(0, superuser.indexOf('?'))
        + "?user=canary&password=zqcanary-of-the-database";
  }

  private interface Call {
    void make(int i);
  }

  private static void callAll(Call call) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> running =
          IntStream.range(0, THREADS)
              .<Future<?>>mapToObj(
                  thread ->
                      threads.submit(
                          () -> {
                            for (int i = thread; i < CALLS; i += THREADS) {
                              call.make(i);
                            }
                          }))
              .toList();
      for (Future<?> future : running) {
        future.get();
      }
    }
  }

  private void run(Canaries canaries, int i) {
    call(
        () -> {
          if (i % FAILS_EACH == 0) {
            canaries.fail(i / FAILS_EACH);
          } else {
            canaries.succeed(i);
          }
        });
  }

  private void call(Runnable call) {
    try {
      call.run();
      count("OK");
    } catch (StatusRuntimeException e) {
      count(e.getStatus().getCode().name());
      read(e.getStatus() + " " + e.getTrailers() + " " + StatusProto.fromThrowable(e));
    }
  }

  private void count(String code) {
    codes.computeIfAbsent(code, unused -> new AtomicInteger()).incrementAndGet();
  }

  private void read(String text) {
    if (Canaries.isIn(text) && found.size() < FAILS_EACH) {
      found.add(text);
    }
  }
}
