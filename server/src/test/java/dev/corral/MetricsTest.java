package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.kernel.Outcome;
import dev.corral.testing.Race;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Prometheus reads of a server whose statements hold four calls at most. */
class MetricsTest {

  private static final int CALLERS = 20;
  private static final int CALLS_MAX = 4;
  private static final String FUNCTION = "{function=\"stock.reserve_stock\"}";

  @Test
  void lanesShowTheirBatchesWaitsAndFallbacksAndNoTenant() throws Exception {
    int port = freePort();
    try (TestServer server =
        TestServer.start(
            Map.of(
                "CORRAL_METRICS_LISTEN",
                "127.0.0.1:" + port,
                "CORRAL_LANES",
                "1",
                "CORRAL_LANE_CALLS_MAX",
                Integer.toString(CALLS_MAX)))) {
      Shop shop = Shop.open(server);
      String product = shop.product(100, 2 * CALLERS);
      Race.of(CALLERS, i -> shop.reserve(Shop.demand(product, 1)))
          .hasWinners(CALLERS, Outcome.OUT_OF_STOCK);

      String text = read(port);
      assertThat(value(text, "corral_lane_batch_size_sum")).isEqualTo(CALLERS);
      assertThat(value(text, "corral_lane_batch_size_max")).isBetween(2.0, (double) CALLS_MAX);
      assertThat(value(text, "corral_lane_wait_seconds_count")).isEqualTo(CALLERS);
      assertThat(value(text, "corral_lane_fallbacks_total")).isZero();
      assertThat(text).contains("jvm_memory_used_bytes{");
      assertThat(text).doesNotContain(shop.clinic().tenantId()).doesNotContain(product);
    }
  }

  private static double value(String text, String name) {
    Matcher line =
        Pattern.compile("(?m)^" + Pattern.quote(name + FUNCTION) + " (\\S+)$").matcher(text);
    assertThat(line.find()).as("%s in %s", name, text).isTrue();
    return Double.parseDouble(line.group(1));
  }

  private static String read(int port) throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + port + "/metrics");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> reply =
          client.send(
              HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(reply.statusCode()).isEqualTo(200);
      return reply.body();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
