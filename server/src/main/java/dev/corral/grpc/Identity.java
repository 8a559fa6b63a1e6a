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

  /**
   * Whether this credential was found valid a moment ago, so that who carries it is let in even
   * from an address that sends many wrong ones.
   */
  default boolean isKnown(Metadata headers) {
    return false;
  }
}
