package dev.corral.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between a client and a server and can lose an answer after the server has given it. */
final class LossyProxy implements AutoCloseable {

  /** Larger than what a server says before its first answer. */
  private static final int ANSWER_BYTES = 120;

  private static final int BUFFER_BYTES = 1 << 16;

  private final ServerSocket listener;
  private final int port;
  private final AtomicReference<Runnable> lost = new AtomicReference<>();

  LossyProxy(int port) throws IOException {
    this.port = port;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    new Thread(this::accept, "proxy").start();
  }

  String target() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** Cuts the connection in place of the next answer, once {@code before} is done. */
  void loseNextAnswer(Runnable before) {
    lost.set(before);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        new Thread(() -> join(client), "proxied").start();
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void join(Socket client) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
      new Thread(() -> copy(client, server), "to-server").start();
      answer(server.getInputStream(), client.getOutputStream());
    } catch (IOException e) {
      // one end is gone, and so is the other now
    }
  }

  private void answer(InputStream server, OutputStream client) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int n = server.read(buffer); n >= 0; n = server.read(buffer)) {
      Runnable before = n < ANSWER_BYTES ? null : lost.getAndSet(null);
      if (before != null) {
        before.run();
        return;
      }
      client.write(Arrays.copyOf(buffer, n));
    }
  }

  private static void copy(Socket from, Socket to) {
    try (to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // one end is gone, and so is the other now
    }
  }
}
