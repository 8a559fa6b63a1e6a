package dev.corral.kernel;

/** A call that was over, by its deadline or by its client, before it reached the database. */
public final class Expired extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Without a stack, which says nothing. */
  public Expired() {
    super(null, null, false, false);
  }
}
