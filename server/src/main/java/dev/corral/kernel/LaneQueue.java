package dev.corral.kernel;

import com.google.protobuf.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Calls of one function that wait: those of a tenant in the order in which they came, the tenants
 * in turn, so that none fills a statement while others wait. Not thread-safe.
 */
final class LaneQueue<Q extends Message, R> {

  private final SqlFunction<Q, R> function;
  private final LinkedHashMap<String, Deque<LaneCall<Q, R>>> tenants = new LinkedHashMap<>();

  LaneQueue(SqlFunction<Q, R> function) {
    this.function = function;
  }

  void add(LaneCall<Q, R> call) {
    tenants.computeIfAbsent(call.tenantId(), t -> new ArrayDeque<>()).add(call);
  }

  boolean isEmpty() {
    return tenants.isEmpty();
  }

  /** Takes the next calls, at most this many. */
  LaneBatch<Q, R> take(int max) {
    List<LaneCall<Q, R>> taken = new ArrayList<>();
    while (taken.size() < max && !tenants.isEmpty()) {
      var next = tenants.pollFirstEntry();
      taken.add(next.getValue().remove());
      if (!next.getValue().isEmpty()) {
        tenants.put(next.getKey(), next.getValue());
      }
    }
    return new LaneBatch<>(function, taken);
  }
}
