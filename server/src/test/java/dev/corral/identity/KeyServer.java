package dev.corral.identity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of key sets on this machine, which counts how often it is asked. */
final class KeyServer implements AutoCloseable {

  private final AtomicInteger fetches = new AtomicInteger();
  private final Semaphore arrivals = new Semaphore(0);
  private final int port;
  private HttpServer server;
  private volatile HttpHandler answer;

  KeyServer(List<Map<String, Object>> keys) {
    answers(keys);
    server = start(0);
    port = server.getAddress().getPort();
  }

  private HttpServer start(int wantedPort) {
    try {
      InetAddress here = InetAddress.getLoopbackAddress();
      HttpServer started = HttpServer.create(new InetSocketAddress(here, wantedPort), 0);
      started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      started.createContext("/", this::handle);
      started.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    fetches.incrementAndGet();
    arrivals.release();
    answer.handle(exchange);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port + "/jwks.json");
  }

  int fetches() {
    return fetches.get();
  }

  void answers(List<Map<String, Object>> keys) {
    answers(200, TestKeys.set(keys).getBytes(StandardCharsets.UTF_8));
  }

  void answers(int status, byte[] body) {
    answer =
        exchange -> {
          exchange.getResponseHeaders().add("Location", uri() + "?elsewhere");
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        };
  }

  /** From now on nobody is answered before the gate opens. */
  void answersAfter(CountDownLatch gate, List<Map<String, Object>> keys) {
    answers(keys);
    HttpHandler then = answer;
    answer =
        exchange -> {
          try {
            gate.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          then.handle(exchange);
        };
  }

  /** Sends the head of an answer and no more of it before the gate opens. */
  void stallsUntil(CountDownLatch gate) {
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          try {
            gate.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        };
  }

  /** Waits until one more fetch than were awaited before has arrived. */
  void awaitFetch() throws InterruptedException {
    if (!arrivals.tryAcquire(20, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody fetched the keys");
    }
  }

  /** Goes away; connections are refused. */
  void leave() {
    server.stop(0);
  }

  void comeBack() {
    server = start(port);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
