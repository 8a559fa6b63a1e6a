package dev.corral.grpc;

import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/** The way of every call to a domain's service, in running order. */
public final class Chain {

  private final List<ServerInterceptor> interceptors;

  /**
   * A chain.
   *
   * @param longestCall the deadline of calls that bring none or a longer one
   * @param timer runs the deadlines; stays the caller's to stop
   */
  public Chain(
      Identity identity, Limits limits, Duration longestCall, ScheduledExecutorService timer) {
    this.interceptors =
        List.of(
            new LogInterceptor(),
            new FailureInterceptor(),
            new AdmissionInterceptor(limits),
            new DeadlineInterceptor(longestCall, timer),
            new IdentityInterceptor(identity, limits),
            new AccessInterceptor(),
            new LimitInterceptor(limits),
            new ValidationInterceptor());
  }

  /**
   * Puts a service behind the chain.
   *
   * @throws IllegalStateException when one of its RPCs has no access rule or no limit class
   */
  public ServerServiceDefinition guard(BindableService service) {
    ServerServiceDefinition definition = service.bindService();
    definition.getMethods().forEach(m -> AccessInterceptor.access(m.getMethodDescriptor()));
    return ServerInterceptors.interceptForward(Malformed.tolerate(definition), interceptors);
  }

  List<ServerInterceptor> interceptors() {
    return interceptors;
  }
}
