package dev.corral;

import dev.corral.prove.Proof;
import dev.corral.prove.Unfit;
import io.grpc.ManagedChannel;
import java.io.Console;
import java.io.File;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the races that double bookings and lost lines come from, and says whether all held. */
@Command(
    name = "prove",
    mixinStandardHelpOptions = true,
    description = {
      "Runs races over gRPC: many callers want the same slot, cart, invoice or shelf at once."
          + " Prints",
      "a line for each with what they were told and what is there afterwards, then what `verify`",
      "finds. Starts a server and a database of its own in a temporary folder, or runs against one",
      "that serves, in a new tenant where it believes callers (development identity), and"
          + " otherwise",
      "in the tenant of the credential that --header carries. See docs/prove.md.",
      "Exit status: 0 when all held, 1 when something did not, 2 when it could not be run."
    })
final class ProveCommand implements Callable<Integer> {

  private static final int ROUNDS_MAX = 200;

  @Spec private CommandSpec spec;

  @Option(
      names = "--against",
      paramLabel = "HOST:PORT",
      description = "A service that runs already. Default: one of its own.")
  private String against;

  @Option(names = "--tls", description = "Speak TLS with the service of --against.")
  private boolean tls;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Certificates that the service is trusted by, PEM; implies --tls.")
  private File authorities;

  @Option(
      names = "--header",
      paramLabel = "'NAME: VALUE'",
      description = "Metadata of each call, such as 'x-api-key: …'. Can be repeated.")
  private List<String> headers = List.of();

  @Option(
      names = "--rounds",
      defaultValue = "15",
      description = "How often callers meet in a race, 1 to 200. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Override
  public Integer call() throws Exception {
    if (rounds < 1 || rounds > ROUNDS_MAX) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--rounds is from 1 to 200");
    } else if (against == null && (tls || authorities != null || !headers.isEmpty())) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--tls, --ca and --header are for a service that --against names");
    }
    long started = System.nanoTime();
    try {
      boolean proved = against == null ? proveOwn() : proveRunning();
      double seconds = Duration.ofNanos(System.nanoTime() - started).toMillis() / 1000.0;
      out().printf(Locale.ROOT, "%s in %.0f s%n", proved ? "proved" : "NOT proved", seconds);
      out().flush();
      return proved ? 0 : 1;
    } catch (Unfit e) {
      spec.commandLine().getErr().println("corral: " + e.getMessage());
      return Main.UNUSABLE;
    }
  }

  private boolean proveOwn() throws Exception {
    try (ProvingServer server = ProvingServer.start()) {
      boolean held = races(ServiceChannel.plaintext("localhost:" + server.port()), Map.of());
      List<String> violations = server.violatedInvariants();
      violations.forEach(violation -> out().println("verify: " + violation));
      out()
          .println(
              violations.isEmpty()
                  ? "verify: no violation"
                  : "verify: " + violations.size() + " violations");
      return held && violations.isEmpty();
    }
  }

  private boolean proveRunning() throws Exception {
    ServiceChannel service = new ServiceChannel(spec.commandLine(), against);
    boolean held =
        races(service.open(tls, authorities), ServiceChannel.metadata(spec.commandLine(), headers));
    out().println("verify: cannot be asked over the wire; run `./corral verify` on its database");
    return held;
  }

  private boolean races(ManagedChannel channel, Map<String, String> credential) throws Unfit {
    try {
      return new Proof(out(), isTerminal(), rounds).run(channel, credential);
    } finally {
      channel.shutdownNow();
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}
