package dev.corral.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GateTest {

  private static final int ROUNDS = 200;

  @Test
  void whoComesJustAsAPlaceIsGivenBackStepsBehindWhoWaited() throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      Gate gate = new Gate(1, 10);
      List<String> order = new ArrayList<>(); // whoever is in the gate is alone in it
      long entered = gate.enter();
      Thread first = Thread.ofPlatform().start(() -> pass(gate, order, "waited"));
      while (first.getState() != Thread.State.WAITING) {
        LockSupport.parkNanos(1_000);
      }
      gate.leave(entered);
      pass(gate, order, "came later");
      first.join();
      assertThat(order).containsExactly("waited", "came later");
    }
  }

  private static void pass(Gate gate, List<String> order, String who) {
    long entered = gate.enter();
    order.add(who);
    gate.leave(entered);
  }
}
