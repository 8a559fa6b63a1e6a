package dev.corral;

import dev.corral.kernel.Database;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Recomputes every invariant of a database. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Runs kernel.verify_invariants() on the database that CORRAL_DATABASE_URL names.",
      "Exit status: 0 when nothing is wrong, 1 when something is (one line each)."
    })
final class VerifyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Config config = Config.read(System.getenv(), false);
    try (Database database = new Database(App.pool(config), 0, config.limits().queueMax())) {
      List<String> violations = database.violatedInvariants();
      violations.forEach(spec.commandLine().getOut()::println);
      spec.commandLine().getOut().println("corral: " + violations.size() + " violations");
      return violations.isEmpty() ? 0 : 1;
    }
  }
}
