package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.testing.Http2Frame;
import dev.corral.testing.Http2Peer;
import dev.corral.testing.ServerSockets;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What hostile clients of HTTP/2 can do: the server ends their connection, or what they do stays
 * within its limits. Meanwhile a bystander's every call is answered.
 */
class HttpAttacksTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration LONGEST_CALL = Duration.ofSeconds(1);
  private static final long HEAP_GROWTH_BYTES_MAX = 64L << 20;

  private static TestServer server;
  private static Clinic clinic;
  private static HttpAttacks attacks;
  private static long heapBefore;
  private static long threadsBefore;

  private Bystander bystander;

  @BeforeAll
  static void startServer() {
    server =
        TestServer.start(Map.of("CORRAL_LONGEST_CALL_MS", Long.toString(LONGEST_CALL.toMillis())));
    clinic = server.freshClinic();
    attacks = new HttpAttacks(identity(clinic));
    try (Bystander warm = new Bystander(clinic)) {
      await("a warm server", () -> warm.calls() > 200);
    }
    heapBefore = heapUsed();
    threadsBefore = threads();
  }

  @AfterAll
  static void whatTheyTookIsGivenBack() {
    await("streams", () -> ServerSockets.streams(server.port()) == 0);
    assertThat(heapUsed() - heapBefore).as("heap kept").isLessThan(HEAP_GROWTH_BYTES_MAX);
    assertThat(threads() - threadsBefore).as("threads kept").isLessThan(20);
    server.close();
  }

  @BeforeEach
  void startBystander() {
    bystander = new Bystander(clinic);
  }

  @AfterEach
  void everyCallOfTheBystanderIsAnswered() {
    int calls = bystander.calls();
    await("the bystander to go on", () -> bystander.calls() >= calls + 5);
    bystander.close();
    assertThat(bystander.failures()).isEmpty();
    // Loose, since tests share a machine: that the bystander is served, not how fast.
    assertThat(bystander.p99Micros(0)).isLessThan(SOON.toNanos() / 1000);
    await("its connection only", () -> ServerSockets.connections(server.port()) <= 1);
  }

  static Stream<Named<BiConsumer<HttpAttacks, Http2Peer>>> endingAttacks() {
    return HttpAttacks.ending().entrySet().stream().map(e -> Named.of(e.getKey(), e.getValue()));
  }

  static Stream<Named<BiConsumer<HttpAttacks, Http2Peer>>> harmlessAttacks() {
    return HttpAttacks.harmless().entrySet().stream().map(e -> Named.of(e.getKey(), e.getValue()));
  }

  @ParameterizedTest
  @MethodSource("endingAttacks")
  void attackEndsItsConnection(BiConsumer<HttpAttacks, Http2Peer> attack) {
    try (Http2Peer peer = Http2Peer.greeted(server.port())) {
      attack.accept(attacks, peer);
      assertThat(peer.endsWithin(SOON)).as("ended").isTrue();
    }
    try (Http2Peer peer = Http2Peer.deaf(server.port()).greet()) {
      attack.accept(attacks, peer); // who does not even read the GOAWAY is let go as well
      await("the end", () -> ServerSockets.connections(server.port()) <= 1);
    }
  }

  @ParameterizedTest
  @MethodSource("harmlessAttacks")
  void attackIsBorneAndTheConnectionStillServes(BiConsumer<HttpAttacks, Http2Peer> attack) {
    try (Http2Peer peer = Http2Peer.greeted(server.port())) {
      attack.accept(attacks, peer);
      assertServes(peer, 99_999);
    }
  }

  @Test
  void garbageInsteadOfAPrefaceEndsTheConnection() {
    try (Http2Peer peer = Http2Peer.connect(server.port())) {
      attacks.garbage(peer);
      assertThat(peer.endsWithin(SOON)).isTrue();
    }
    try (Http2Peer peer = Http2Peer.connect(server.port())) {
      attacks.http1(peer);
      assertThat(peer.endsWithin(SOON)).isTrue();
    }
  }

  @Test
  void streamsBeforeTheSettingsAreAcknowledgedAreLimitedToo() {
    try (Http2Peer peer = Http2Peer.greeted(server.port())) { // it acknowledges nothing
      int more = 50;
      for (int i = 0; i < Transport.CALLS_A_CONNECTION_MAX + more; i++) {
        peer.send(attacks.opening(2 * i + 1));
      }
      await("refusals", () -> peer.count(Http2Frame.RST_STREAM) == more);
      assertThat(ServerSockets.streams(server.port()))
          .isBetween(1L, Transport.CALLS_A_CONNECTION_MAX + 1L);
      int first = 1;
      peer.send(Http2Frame.emptyRequest(first));
      assertThat(peer.answers(first, SOON)).as("one of those that it may have").isTrue();
    }
  }

  @Test
  void clientThatDoesNotReadIsCutOffAtTheEndOfTheStreamsLife() {
    try (Http2Peer peer = Http2Peer.greeted(server.port(), Http2Frame.INITIAL_WINDOW_SIZE, 0)) {
      int streams = 100;
      for (int i = 0; i < streams; i++) {
        peer.send(attacks.call(2 * i + 1));
      }
      await("replies without their bytes", () -> peer.count(Http2Frame.HEADERS) >= streams);
      await("resets", () -> peer.count(Http2Frame.RST_STREAM) == streams);
    }
  }

  @Test
  void settingsWhoseAcknowledgementsNobodyReadsEndTheConnection() {
    try (Http2Peer peer = Http2Peer.deaf(server.port()).greet()) {
      attacks.settingsFloodOfMillions(peer);
      await("the end", () -> ServerSockets.connections(server.port()) <= 1);
    }
  }

  @Test
  void clientThatHalfClosesItsSocketLeavesNothingBehind() {
    try (Http2Peer peer = Http2Peer.greeted(server.port())) {
      attacks.frameThatIsCutOff(peer);
      assertThat(peer.endsWithin(SOON)).isTrue();
    }
  }

  @Test
  void resetsOfStreamsThatAreOverAreNoReasonToEndTheConnection() {
    try (Http2Peer peer = Http2Peer.greeted(server.port())) {
      for (int id = 1; id < 200; id += 2) {
        peer.send(attacks.call(id));
        assertThat(peer.answers(id, SOON)).isTrue();
        peer.send(Http2Frame.reset(id));
      }
      assertServes(peer, 1_001);
    }
  }

  private static void assertServes(Http2Peer peer, int stream) {
    peer.send(attacks.call(stream));
    assertThat(peer.answers(stream, SOON)).as("still serves: %s", peer.received()).isTrue();
  }

  static Map<String, String> identity(Clinic clinic) {
    return Map.of(
        "x-tenant-id", clinic.tenantId(), "x-role", "ADMIN", "x-actor-id", Clinic.newId());
  }

  private static long heapUsed() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static long threads() {
    return Thread.getAllStackTraces().size();
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(end);
      Thread.onSpinWait();
      Thread.yield();
    }
  }
}
