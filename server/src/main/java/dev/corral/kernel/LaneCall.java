package dev.corral.kernel;

import com.google.protobuf.Message;
import io.grpc.Context;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A call in a lane: made by its caller, who waits for it, and answered by whoever runs its
 * statement. Its caller leaves when the call ends before, by its deadline or by the client.
 * Thread-safe.
 */
final class LaneCall<Q extends Message, R> implements Context.CancellationListener {

  private final SqlFunction<Q, R> function;
  private final String tenantId;
  private final String contended;
  private final List<Object> arguments;
  private final Context context = Context.current();
  private final long since = System.nanoTime();
  private final CompletableFuture<Supplier<R>> answer = new CompletableFuture<>();
  private LaneBatch<Q, R> batch;

  LaneCall(SqlFunction<Q, R> function, Call<Q> call) {
    this.function = function;
    this.tenantId = call.caller().tenantId();
    this.contended = function.contended(call);
    this.arguments = function.arguments(call);
  }

  SqlFunction<Q, R> function() {
    return function;
  }

  String tenantId() {
    return tenantId;
  }

  /** What calls of this function fight for within a tenant; they lock in its order. */
  String contended() {
    return contended;
  }

  List<Object> arguments() {
    return arguments;
  }

  /** How long it has waited for its statement. */
  long waitedNanos() {
    return System.nanoTime() - since;
  }

  /** Sets the call going and waits for its answer or its end, whichever is first. */
  R await(Runnable start) {
    context.addListener(this, Runnable::run);
    try {
      start.run();
      return answer.join().get();
    } finally {
      context.removeListener(this);
    }
  }

  @Override
  public synchronized void cancelled(Context ended) {
    if (answer.complete(LaneCall::expired) && batch != null) {
      batch.leave();
    }
  }

  /** Joins a statement that is about to be sent, unless its caller has left. */
  synchronized boolean join(LaneBatch<Q, R> statement) {
    if (context.isCancelled()) {
      answer.complete(LaneCall::expired);
    }
    if (!answer.isDone()) {
      batch = statement;
    }
    return batch != null;
  }

  /** Hands over what its caller is to return or to throw; the first one counts. */
  void complete(Supplier<R> outcome) {
    answer.complete(outcome);
  }

  private static <R> R expired() {
    throw new Expired();
  }
}
