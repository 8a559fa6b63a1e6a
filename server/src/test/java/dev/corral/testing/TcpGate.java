package dev.corral.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP relay to a database that can be shut, as if the database had gone, and opened again. */
public final class TcpGate implements AutoCloseable {

  private final InetSocketAddress target;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private ServerSocket listener;

  private TcpGate(InetSocketAddress target) throws IOException {
    this.target = target;
    this.listener = listen(0);
  }

  /** An open gate to the database of a URL. */
  public static TcpGate to(String databaseUrl) {
    URI uri = URI.create(databaseUrl);
    try {
      return new TcpGate(new InetSocketAddress(uri.getHost(), uri.getPort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The URL that leads through this gate. */
  public synchronized String through(String databaseUrl) {
    URI uri = URI.create(databaseUrl);
    return databaseUrl.replace(
        uri.getHost() + ":" + uri.getPort(), "127.0.0.1:" + listener.getLocalPort());
  }

  /** Breaks every connection and refuses new ones. */
  public synchronized void shut() {
    close(listener);
    open.forEach(TcpGate::close);
    open.clear();
  }

  /** Takes connections again, on the same port. */
  public synchronized void reopen() throws IOException {
    listener = listen(listener.getLocalPort());
  }

  @Override
  public void close() {
    shut();
  }

  private ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    Thread.ofVirtual().start(() -> accept(socket));
    return socket;
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket near = socket.accept();
        Socket far = new Socket(target.getAddress(), target.getPort());
        open.add(near);
        open.add(far);
        Thread.ofVirtual().start(() -> pump(near, far));
        Thread.ofVirtual().start(() -> pump(far, near));
      } catch (IOException e) {
        continue; // shut, or the database is really away
      }
    }
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      return; // one side has gone, so both are closed
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
