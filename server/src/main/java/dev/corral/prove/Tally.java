package dev.corral.prove;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What one race comes to: how many called, won and were refused, and what was wrong. */
final class Tally {

  private int calls;
  private int won;
  private int triedAgain;
  private long harmed;
  private final Map<String, Integer> refused = new TreeMap<>();
  private final Map<String, Integer> faults = new TreeMap<>();
  private final List<String> harms = new ArrayList<>();

  /** Counts calls; whoever is refused for another reason than these is a fault. */
  void count(Calls<?> ended, String... reasons) {
    calls += ended.size();
    won += ended.won().size();
    triedAgain += ended.triedAgain();
    Set<String> documented = Set.of(reasons);
    for (Refusal refusal : ended.refused()) {
      refused.merge(refusal.reason(), 1, Integer::sum);
      if (!documented.contains(refusal.reason())) {
        fault("ended with " + refusal.reason() + " (" + refusal.text() + ")");
      }
    }
  }

  /** Counts what the race must not do, and says where; nothing when there are none. */
  void harm(long count, String where) {
    if (count > 0) {
      harmed += count;
      harms.add(where);
    }
  }

  /** Notes something else that is wrong. */
  void fault(String what) {
    faults.merge(what, 1, Integer::sum);
  }

  /** Notes a fault unless it holds. */
  void expect(boolean holds, String otherwise) {
    if (!holds) {
      fault(otherwise);
    }
  }

  boolean held() {
    return harmed == 0 && faults.isEmpty();
  }

  int calls() {
    return calls;
  }

  int won() {
    return won;
  }

  int triedAgain() {
    return triedAgain;
  }

  long harmed() {
    return harmed;
  }

  Map<String, Integer> refused() {
    return refused;
  }

  /** What was wrong, one a line, the harm first. */
  List<String> wrongs() {
    List<String> lines = new ArrayList<>(harms);
    faults.forEach((what, times) -> lines.add(times == 1 ? what : what + ", " + times + " times"));
    return lines;
  }
}
