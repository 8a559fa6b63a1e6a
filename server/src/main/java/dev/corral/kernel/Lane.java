package dev.corral.kernel;

import com.google.protobuf.Message;

/**
 * The way of every call to the database: one function, one statement, one round trip, its own
 * transaction; only a call that is to have no effect is framed by BEGIN and ROLLBACK. Thread-safe;
 * blocks the calling (virtual) thread until the answer is there.
 */
public final class Lane {

  private final Database database;

  /** A lane into a database. */
  public Lane(Database database) {
    this.database = database;
  }

  /**
   * Calls a function.
   *
   * @throws Refused when the function refuses; nothing has changed
   * @throws DatabaseFault when the database could not answer; a write may have happened, and the
   *     same request id tells
   */
  public <Q extends Message, R> R call(SqlFunction<Q, R> function, Call<Q> call) {
    return database.execute(function, function.arguments(call), function.isValidateOnly(call));
  }
}
