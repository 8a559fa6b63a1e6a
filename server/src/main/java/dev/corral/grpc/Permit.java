package dev.corral.grpc;

/** What a call holds while it runs. Given back once; giving it back again does nothing. */
@FunctionalInterface
public interface Permit {

  /** Gives it back. */
  void release();
}
