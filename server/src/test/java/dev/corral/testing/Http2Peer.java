package dev.corral.testing;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A client of HTTP/2 that sends just what it is told to, over a plain socket. What the server sends
 * is read and kept, except acknowledgements of settings. It acknowledges nothing by itself.
 */
public final class Http2Peer implements AutoCloseable {

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int FRAMES_KEPT_MAX = 2_000;

  private final Socket socket;
  private final List<Http2Frame> received = new ArrayList<>(); // guarded by news
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Object news = new Object();

  private Http2Peer(Socket socket) {
    this.socket = socket;
  }

  /** Connects and sends nothing yet. */
  public static Http2Peer connect(int port) {
    Http2Peer peer = deaf(port);
    Thread.ofVirtual().name("http2-peer").start(peer::read);
    return peer;
  }

  /** One that never reads what the server sends. */
  public static Http2Peer deaf(int port) {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      return new Http2Peer(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that has greeted the server with settings of its own. */
  public static Http2Peer greeted(int port, int... settings) {
    return connect(port).greet(settings);
  }

  /** Sends the preface and settings. */
  public Http2Peer greet(int... settings) {
    send(PREFACE);
    send(Http2Frame.settings(settings));
    return this;
  }

  /** Sends frames; false when the server has ended the connection. */
  public boolean send(Http2Frame... frames) {
    return send(Http2Frame.bytes(frames));
  }

  /** Sends bytes; false when the server has ended the connection. */
  public boolean send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return ended.getCount() > 0;
    } catch (IOException e) {
      ended.countDown();
      return false;
    }
  }

  /** Sends no more, but may still read. */
  public void halfClose() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the server ends the connection in this time. */
  public boolean endsWithin(Duration time) {
    try {
      return ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The first frame of a kind; waits for it. */
  public Optional<Http2Frame> await(Predicate<Http2Frame> kind, Duration time) {
    long endNanos = System.nanoTime() + time.toNanos();
    synchronized (news) {
      while (true) {
        Optional<Http2Frame> found = received.stream().filter(kind).findFirst();
        long leftMillis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
        if (found.isPresent() || leftMillis <= 0 || ended.getCount() == 0) {
          return found;
        }
        waitFor(leftMillis);
      }
    }
  }

  /** Whether a stream is answered to its end, by trailers, in this time. */
  public boolean answers(int stream, Duration time) {
    return await(
            f ->
                f.stream() == stream
                    && f.type() == Http2Frame.HEADERS
                    && f.has(Http2Frame.END_STREAM),
            time)
        .isPresent();
  }

  /** How many frames of a type have come. */
  public long count(int type) {
    return received().stream().filter(frame -> frame.type() == type).count();
  }

  public List<Http2Frame> received() {
    synchronized (news) {
      return List.copyOf(received);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try {
      DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      while (true) {
        keep(Http2Frame.read(in));
      }
    } catch (IOException e) {
      ended.countDown(); // the server or the test has closed it
      synchronized (news) {
        news.notifyAll();
      }
    }
  }

  private void keep(Http2Frame frame) {
    synchronized (news) {
      boolean acknowledgement = frame.type() == Http2Frame.SETTINGS && frame.has(Http2Frame.ACK);
      if (!acknowledgement && received.size() < FRAMES_KEPT_MAX) {
        received.add(frame);
        news.notifyAll();
      }
    }
  }

  private void waitFor(long millis) {
    try {
      news.wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
