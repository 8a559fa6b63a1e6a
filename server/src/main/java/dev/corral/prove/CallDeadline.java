package dev.corral.prove;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.util.concurrent.TimeUnit;

/** Gives every call an end, so that a service that hangs is told from one that is slow. */
final class CallDeadline implements ClientInterceptor {

  private static final int SECONDS_MAX = 30;

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return next.newCall(method, options.withDeadlineAfter(SECONDS_MAX, TimeUnit.SECONDS));
  }
}
