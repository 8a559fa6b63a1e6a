package dev.corral.kernel;

import com.google.protobuf.Message;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.stream.Stream;

/**
 * The way of every call to the database: one function in one statement, one round trip, one
 * transaction. Thread-safe; blocks the calling (virtual) thread until the answer is there.
 *
 * <p>Calls of one function that wait at the same time share a statement, which runs them one after
 * the other: the second sees what the first has done. All calls of a tenant that write go the same
 * way, one statement at a time, so that no two statements of a server ever wait for each other. A
 * call that is to have no effect has a transaction of its own, framed by BEGIN and ROLLBACK.
 */
public final class Lane {

  private final Database database;
  private final LaneSettings settings;
  private final SerialLane[] writing;
  private final SerialLane[] reading;

  /** The ways into a database that has a connection for each lane. */
  public Lane(Database database, LaneSettings settings, MeterRegistry registry) {
    this.database = database;
    this.settings = settings;
    LaneMeters meters = new LaneMeters(registry);
    this.writing = lanes(meters);
    this.reading = lanes(meters);
  }

  /**
   * Calls a function.
   *
   * @throws Refused when the function refuses; nothing has changed
   * @throws Overloaded when too many calls wait
   * @throws Expired when the call ended before its answer was there; a write may have happened
   * @throws DatabaseFault when the database could not answer; a write may have happened, and the
   *     same request id tells
   */
  public <Q extends Message, R> R call(SqlFunction<Q, R> function, Call<Q> call) {
    boolean validateOnly = function.isValidateOnly(call);
    if (settings.isOff() || validateOnly || !function.sharesStatements()) {
      return database.execute(function, function.arguments(call), validateOnly);
    }
    SerialLane[] lanes = function.writes() ? writing : reading;
    int hash = call.caller().tenantId().hashCode();
    return lanes[Math.floorMod(hash, lanes.length)].call(function, call);
  }

  private SerialLane[] lanes(LaneMeters meters) {
    return Stream.generate(() -> new SerialLane(database, settings, meters))
        .limit(settings.lanes())
        .toArray(SerialLane[]::new);
  }
}
