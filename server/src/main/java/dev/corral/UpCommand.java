package dev.corral;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts everything on this machine: a database of its own, a demo clinic, the server. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Starts PostgreSQL 18 with its data in .corral/, migrates it, makes a demo clinic and serves.",
      "Callers are believed who they are (development identity). Ctrl-C stops all of it.",
      "CORRAL_LISTEN and the other settings of `serve` hold, except CORRAL_DATABASE_URL."
    })
final class UpCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      defaultValue = ".corral",
      description = "Folder of the database. Default: ${DEFAULT-VALUE}.")
  private Path data;

  @Override
  public Integer call() throws Exception {
    try (EmbeddedDatabase postgres = EmbeddedDatabase.start(data);
        App app = App.start(config(postgres))) {
      ServeCommand.warnOfDevelopmentIdentity(config(postgres));
      announce(app, new DemoClinic(app.lane()));
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stop(app, postgres)));
      app.awaitStop();
    }
    return 0;
  }

  private static Config config(EmbeddedDatabase postgres) throws Config.Faulty {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.remove("CORRAL_MIGRATION_DATABASE_URL");
    environment.put("CORRAL_DATABASE_URL", postgres.url().jdbcUrl() + "?user=postgres");
    return Config.read(environment, true);
  }

  private void announce(App app, DemoClinic clinic) {
    PrintWriter out = spec.commandLine().getOut();
    out.println();
    out.println("Corral serves on localhost:" + app.port() + ". Try:");
    out.println();
    clinic.examples(app.port()).forEach(line -> out.println(line + System.lineSeparator()));
    out.flush();
  }

  private static void stop(App app, EmbeddedDatabase postgres) {
    app.close();
    postgres.close();
  }
}
