package dev.corral.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Gives each call without a deadline one: that of the client, else that of its kind. */
final class Deadlines implements ClientInterceptor {

  private static final Duration READ = Duration.ofSeconds(5);

  /** A server ends each call after 10 s unless it is told otherwise; the rest is for retries. */
  private static final Duration LONGEST = Duration.ofSeconds(15);

  private final Duration deadline;

  /** With null that of the kind holds. */
  Deadlines(Duration deadline) {
    this.deadline = deadline;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    if (options.getDeadline() != null) {
      return next.newCall(method, options);
    }
    Duration after = deadline != null ? deadline : Methods.isRead(method) ? READ : LONGEST;
    return next.newCall(method, options.withDeadlineAfter(after.toMillis(), TimeUnit.MILLISECONDS));
  }
}
