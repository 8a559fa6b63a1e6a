package dev.corral.prove;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.StatusRuntimeException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs the races one after the other and says of each whether it held. */
public final class Proof {

  private final Report report;
  private final int rounds;

  /**
   * Sets how it runs.
   *
   * @param out gets a line for each race
   * @param live whether it also shows how far the race that runs has come
   * @param rounds how often callers meet in a race
   */
  public Proof(PrintWriter out, boolean live, int rounds) {
    this.report = new Report(out, live);
    this.rounds = rounds;
  }

  /**
   * Runs all races.
   *
   * @param headers the credential, which decides the tenant; none for a tenant of its own, on a
   *     service that believes callers who they are
   * @return whether all held
   * @throws Unfit when no race can be run here
   */
  public boolean run(Channel service, Map<String, String> headers) throws Unfit {
    Channel channel = ClientInterceptors.intercept(service, new CallDeadline());
    Scene scene = scene(channel, headers);
    report.head();
    boolean held = true;
    for (Contest contest : contests(scene)) {
      held &= run(contest);
    }
    return held;
  }

  private static Scene scene(Channel channel, Map<String, String> headers) throws Unfit {
    try {
      return Scene.open(
          headers.isEmpty()
              ? OwnTenant.make(channel)
              : ClientInterceptors.intercept(channel, CallHeaders.of(headers)));
    } catch (StatusRuntimeException e) {
      throw new Unfit("the service does not let the races in: " + Refusal.of(e).text());
    }
  }

  private static List<Contest> contests(Scene scene) {
    return List.of(
        new BookOneSlot(scene),
        new BookOnePet(scene),
        new MoveIntoOneSlot(scene),
        new SwapPlaces(scene),
        new CancelAgainstBook(scene),
        new MergeCarts(scene),
        new OnePaymentSentOften(scene),
        new PaymentsThatFitOnce(scene),
        new LastUnits(scene),
        new OppositeCarts(scene),
        new ReserveAgainstCheckout(scene),
        new LastCouponUses(scene));
  }

  private boolean run(Contest contest) {
    long started = System.nanoTime();
    Tally tally = new Tally();
    try {
      runRounds(contest, contest.rounds(rounds), tally);
    } catch (StatusRuntimeException e) { // of a call that nobody contends with
      tally.fault("could not go on: " + Refusal.of(e).text());
    } catch (Unfit e) {
      tally.fault(e.getMessage());
    }
    report.line(contest, tally, Duration.ofNanos(System.nanoTime() - started));
    return tally.held();
  }

  private void runRounds(Contest contest, int count, Tally tally) throws Unfit {
    report.progress(contest, 0, count);
    contest.prepare(count);
    for (int round = 0; round < count; round++) {
      contest.round(round, tally);
      report.progress(contest, round + 1, count);
    }
    contest.finish(tally);
  }
}
