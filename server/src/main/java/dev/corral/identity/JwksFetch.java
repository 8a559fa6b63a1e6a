package dev.corral.identity;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gets a key set from its server: one answer of at most 256 KiB within 5 s. Redirects are not
 * followed, since they might lead to a server that nobody named.
 */
final class JwksFetch {

  static final Duration TIME_MAX = Duration.ofSeconds(5);

  private static final Duration CONNECT_MAX = Duration.ofSeconds(2);
  private static final int OK = 200;

  private final HttpRequest request;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_MAX)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  JwksFetch(URI uri) {
    this.request =
        HttpRequest.newBuilder(uri)
            .timeout(TIME_MAX)
            .header("Accept", "application/jwk-set+json, application/json")
            .build();
  }

  /** The body of the answer. */
  byte[] get() throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), JwksKeys.BYTES_MAX));
    try {
      HttpResponse<byte[]> response = answer.get(TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != OK) {
        throw new IOException("status " + response.statusCode());
      }
      return response.body();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().toString(), e);
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + TIME_MAX.toSeconds() + " s", e);
    } finally {
      answer.cancel(true);
    }
  }
}
