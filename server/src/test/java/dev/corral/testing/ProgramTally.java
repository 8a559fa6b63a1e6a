package dev.corral.testing;

import com.google.protobuf.Message;
import java.util.Map;
import java.util.TreeMap;

/** Counts what was done and how it ended. Thread-safe. */
public final class ProgramTally {

  private final Map<String, Map<String, Integer>> outcomes = new TreeMap<>();
  private int programs;
  private int steps;

  public synchronized void count(Message request, String reason) {
    steps++;
    String call = request.getDescriptorForType().getName().replace("Request", "");
    outcomes.computeIfAbsent(call, c -> new TreeMap<>()).merge(reason, 1, Integer::sum);
  }

  public synchronized void programEnded() {
    programs++;
  }

  public synchronized int programs() {
    return programs;
  }

  public synchronized int count(String reason) {
    return outcomes.values().stream().mapToInt(counts -> counts.getOrDefault(reason, 0)).sum();
  }

  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder(programs + " programs, " + steps + " steps");
    outcomes.forEach((call, counts) -> text.append("\n  ").append(call).append(' ').append(counts));
    return text.toString();
  }
}
