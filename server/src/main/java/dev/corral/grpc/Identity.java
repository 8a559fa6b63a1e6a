package dev.corral.grpc;

import dev.corral.kernel.Caller;
import dev.corral.kernel.Refused;
import io.grpc.Metadata;

/** Finds out who calls. */
@FunctionalInterface
public interface Identity {

  /**
   * The caller that the credential in these headers names.
   *
   * @throws Refused with UNAUTHENTICATED when there is none or it is not valid
   */
  Caller identify(Metadata headers);

  /** Refuses everybody: what a server does that was given no way to tell callers apart. */
  static Identity nobody() {
    return headers -> {
      throw new Refused(ServerReason.UNAUTHENTICATED);
    };
  }
}
