package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.testing.Http2Frame;
import dev.corral.testing.Http2Peer;
import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.HealthStatusManager;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** 205, grpc/grpc-java#12417: quiet clients, with the transport's own times made short. */
class KeepAliveTest {

  private static final Duration PING_MIN = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final int ROUNDS = 6;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private Server server;

  private void start(Duration idleMax) throws Exception {
    Map<String, String> settings =
        Map.of(
            "CORRAL_DATABASE_URL", "postgresql://nobody@localhost:1/nothing",
            "CORRAL_LISTEN", "127.0.0.1:0");
    server =
        Transport.prepare(Config.read(settings, true))
            .builder(timer)
            .permitKeepAliveTime(PING_MIN.toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTime(PING_MIN.toMillis(), TimeUnit.MILLISECONDS)
            .maxConnectionIdle(idleMax.toMillis(), TimeUnit.MILLISECONDS)
            .addService(new HealthStatusManager().getHealthService())
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
    timer.shutdownNow();
  }

  // 205, grpc/grpc-java#12417
  @Test
  void clientThatIsIdleForTooLongConnectsAgainByItself() throws Exception {
    start(Duration.ofSeconds(1)); // the least that the library takes
    ManagedChannel channel =
        Grpc.newChannelBuilder("localhost:" + server.getPort(), InsecureChannelCredentials.create())
            .build();
    try {
      assertServes(channel);
      CountDownLatch left = new CountDownLatch(1);
      channel.notifyWhenStateChanged(ConnectivityState.READY, left::countDown);
      assertThat(left.await(20, TimeUnit.SECONDS)).as("the server ends it").isTrue();
      assertServes(channel);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void pingsOfBothSidesAtThePermittedPaceAreNotTooMany() throws Exception {
    start(Duration.ofSeconds(60));
    try (Http2Peer peer = Http2Peer.greeted(server.getPort())) {
      for (int round = 0; round < ROUNDS; round++) {
        peer.send(Http2Frame.ping());
        acknowledge(peer);
        assertThat(peer.await(f -> f.type() == Http2Frame.GOAWAY, PAUSE))
            .as("round %d", round)
            .isEmpty();
      }
    }
  }

  /** Answers the server's own pings, which must not count as the client's. */
  private static void acknowledge(Http2Peer peer) {
    peer.received().stream()
        .filter(f -> f.type() == Http2Frame.PING && f.flags() == 0)
        .forEach(f -> peer.send(new Http2Frame(Http2Frame.PING, Http2Frame.ACK, 0, f.payload())));
  }

  private static void assertServes(ManagedChannel channel) {
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }
}
