package dev.corral.kernel;

/** Makes what only the kernel can make. */
public final class Faults {

  private Faults() {}

  /** A call that the database could not answer. */
  public static DatabaseFault of(Throwable cause) {
    return new DatabaseFault("booking.book_appointment_atomic", cause);
  }

  /** A call whose time was up before it reached the database. */
  public static Expired expired() {
    return new Expired();
  }
}
