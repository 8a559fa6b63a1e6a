package dev.corral.kernel;

/**
 * A call that was sent away from the queue before the database: the queue is full, or it is so long
 * that the call's deadline would pass in it.
 */
public final class Overloaded extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Overloaded() {
    super(null, null, false, false);
  }
}
