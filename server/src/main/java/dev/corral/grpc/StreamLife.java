package dev.corral.grpc;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How long a stream may be open, from its headers until its reply is read. At the end of its life
 * gRPC resets it. So neither a client that does not read nor one that only opens streams of the
 * standard services, which no {@link Chain} guards, holds memory for longer. Who watches the health
 * is let watch.
 */
public final class StreamLife extends ServerStreamTracer.Factory {

  private static final ServerStreamTracer ENDLESS = new ServerStreamTracer() {};

  private final Duration life;
  private final ScheduledExecutorService timer;

  /**
   * A life for each stream.
   *
   * @param timer ends them; stays the caller's to stop
   */
  public StreamLife(Duration life, ScheduledExecutorService timer) {
    this.life = life;
    this.timer = timer;
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    return method.equals(HealthGrpc.getWatchMethod().getFullMethodName()) ? ENDLESS : new Limited();
  }

  private final class Limited extends ServerStreamTracer {

    private volatile Future<?> end;

    @Override
    public Context filterContext(Context outer) {
      Context.CancellableContext context = outer.withCancellation();
      end =
          timer.schedule(
              () -> context.cancel(new TimeoutException("the stream was open for too long")),
              life.toMillis(),
              TimeUnit.MILLISECONDS);
      return context;
    }

    @Override
    public void streamClosed(Status status) {
      if (end != null) {
        end.cancel(false);
      }
    }
  }
}
