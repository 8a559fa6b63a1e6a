package dev.corral;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Lets one line through every so often. gRPC writes a stack trace for each stream and connection
 * that breaks the protocol or a limit of it, 3.5 kB a frame: a client that only sends such frames
 * would fill the disk.
 */
final class SeldomLog implements Filter {

  static final Duration PAUSE = Duration.ofSeconds(10);

  // Held here, since the JDK forgets the filter of a logger that nobody holds.
  private static final List<Logger> LOGGERS =
      List.of(
          Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler"),
          Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerStream"),
          Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerTransport.connections"));

  private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());

  /** From now on the transport's own lines are seldom. */
  static void ofTheTransport() {
    LOGGERS.forEach(logger -> logger.setFilter(new SeldomLog()));
  }

  @Override
  public boolean isLoggable(LogRecord line) {
    long now = System.nanoTime();
    long next = nextNanos.get();
    return now - next >= 0 && nextNanos.compareAndSet(next, now + PAUSE.toNanos());
  }
}
