package dev.corral.prove;

/** The races cannot be run, for a reason that the message tells the operator. */
public final class Unfit extends Exception {

  private static final long serialVersionUID = 1L;

  Unfit(String message) {
    super(message);
  }
}
