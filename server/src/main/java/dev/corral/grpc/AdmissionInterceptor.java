package dev.corral.grpc;

import io.grpc.ServerCall;

/** Bounds the calls that run at once, of all tenants together, before anything is spent on one. */
final class AdmissionInterceptor extends PermitInterceptor {

  private final Limits limits;

  AdmissionInterceptor(Limits limits) {
    this.limits = limits;
  }

  @Override
  Permit enter(ServerCall<?, ?> call) {
    return limits.enterServer();
  }
}
