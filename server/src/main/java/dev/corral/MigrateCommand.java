package dev.corral;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Brings a database to the schema of this version, and leaves. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description =
        "Migrates the database that CORRAL_MIGRATION_DATABASE_URL, or else CORRAL_DATABASE_URL, names.")
final class MigrateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Config config = Config.read(System.getenv(), false);
    int scripts = Migrations.migrate(config.migrationDatabase());
    spec.commandLine().getOut().println("corral: " + scripts + " scripts run");
    return 0;
  }
}
