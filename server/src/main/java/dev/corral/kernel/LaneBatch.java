package dev.corral.kernel;

import com.google.protobuf.Message;
import io.grpc.Context;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls of one function that are one statement, in the order of what they fight for and, for the
 * same thing, in the order in which they came. When the callers of all of them have left, the
 * statement is cancelled.
 */
final class LaneBatch<Q extends Message, R> {

  private static final Comparator<LaneCall<?, ?>> LOCK_ORDER =
      Comparator.<LaneCall<?, ?>, String>comparing(LaneCall::tenantId)
          .thenComparing(LaneCall::contended);

  private final SqlFunction<Q, R> function;
  private final List<LaneCall<Q, R>> calls = new ArrayList<>();
  private final Context.CancellableContext context = Context.ROOT.withCancellation();
  private final AtomicInteger present = new AtomicInteger();
  private final int taken;

  /** Takes those of the calls whose callers are still there. */
  LaneBatch(SqlFunction<Q, R> function, List<LaneCall<Q, R>> waiting) {
    this.function = function;
    this.taken = waiting.size();
    present.set(taken);
    for (LaneCall<Q, R> call : waiting) {
      if (call.join(this)) {
        calls.add(call);
      } else {
        leave();
      }
    }
    calls.sort(LOCK_ORDER);
  }

  SqlFunction<Q, R> function() {
    return function;
  }

  List<LaneCall<Q, R>> calls() {
    return calls;
  }

  /** How many calls it was made of; some callers may have left. */
  int taken() {
    return taken;
  }

  /** Ends when nobody waits for the statement any longer. */
  Context context() {
    return context;
  }

  void leave() {
    if (present.decrementAndGet() == 0) {
      context.cancel(null);
    }
  }

  /** Its statement. One call needs no arrays, which an idle service would pay for at each call. */
  String sql() {
    return calls.size() == 1 ? function.sql().inLane() : function.sql().shared();
  }

  /** One value for each parameter of the statement: all that the calls have for it. */
  List<Object> arguments() {
    if (calls.size() == 1) {
      return calls.getFirst().arguments();
    }
    List<List<Object>> rows = calls.stream().map(LaneCall::arguments).toList();
    List<Object> columns = new ArrayList<>();
    for (int i = 0; i < rows.getFirst().size(); i++) {
      columns.add(ArrayLiteral.column(rows, i));
    }
    return columns;
  }

  /** Answers each call from its row. */
  void answer(ResultSet results) throws SQLException {
    while (results.next()) {
      answer(calls.get(results.getInt(FunctionSql.CALL_NUMBER) - 1), results);
    }
  }

  private void answer(LaneCall<Q, R> call, ResultSet row) throws SQLException {
    try {
      R reply = function.readRow(row);
      call.complete(() -> reply);
    } catch (RuntimeException e) { // a refusal, or a row that cannot be read: this call's alone
      call.complete(
          () -> {
            throw e;
          });
    }
  }
}
