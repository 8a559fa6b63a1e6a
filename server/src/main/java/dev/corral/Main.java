package dev.corral;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line; {@code ./corral} calls it. */
@Command(
    name = "corral",
    mixinStandardHelpOptions = true,
    version = "corral 0.1.0",
    description = "The transactional core of a clinic platform.",
    subcommands = {
      UpCommand.class,
      ServeCommand.class,
      MigrateCommand.class,
      VerifyCommand.class,
      ProveCommand.class,
      KeysCommand.class,
      TokensCommand.class
    })
public final class Main implements Callable<Integer> {

  /** Exit status for wrong or missing settings, and for a database that must not be used. */
  static final int UNUSABLE = 2;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs one command and exits with its status. */
  public static void main(String[] arguments) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(
        new CommandLine(new Main()).setExecutionExceptionHandler(Main::fail).execute(arguments));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return UNUSABLE;
  }

  /** Says what is wrong in words when it is for the operator to mend, and throws the rest on. */
  private static int fail(Exception thrown, CommandLine command, CommandLine.ParseResult unused)
      throws Exception {
    if (thrown instanceof Config.Faulty || thrown instanceof Migrations.Refused) {
      command.getErr().println("corral: " + thrown.getMessage());
      return UNUSABLE;
    } else if (thrown instanceof IOException) { // the address is taken, the folder not writable
      String cause = thrown.getCause() == null ? "" : ": " + thrown.getCause().getMessage();
      command.getErr().println("corral: " + thrown.getMessage() + cause);
      return UNUSABLE;
    }
    throw thrown;
  }
}
