package dev.corral.kernel;

import io.grpc.Status;

/**
 * Why a call was refused: a stable name that clients switch on, a gRPC code and a sentence for
 * people. Together with the domain of ErrorInfo the name never changes its meaning.
 */
public interface Reason {

  /** The stable name, in UPPER_SNAKE_CASE. */
  String name();

  /** The gRPC code that goes with it. */
  Status.Code code();

  /** One sentence for a person, never parsed. */
  String sentence();
}
