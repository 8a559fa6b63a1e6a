package dev.corral;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
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
      "Starts PostgreSQL 18 with its data in .corral/, migrates it, makes a demo clinic and"
          + " serves.",
      "Callers are believed who they are (development identity), and a tenant may ask as much as"
          + " it",
      "likes unless CORRAL_LIMITS says otherwise. Ctrl-C stops all of it. CORRAL_LISTEN and the"
          + " other",
      "settings of `serve` hold, except CORRAL_DATABASE_URL."
    })
final class UpCommand implements Callable<Integer> {

  /** One developer's load is not to be held to one tenant's plan. */
  private static final String NO_LIMITS =
      "read=100000/10000,write=100000/10000,expensive=100000/10000,strict=100000/10000";

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      defaultValue = ".corral",
      description = "Folder of the database. Default: ${DEFAULT-VALUE}.")
  private Path data;

  @Override
  public Integer call() throws Exception {
    try (EmbeddedDatabase postgres = EmbeddedDatabase.start(data);
        App app = App.start(config(postgres, Map.of()))) {
      ServeCommand.warnOfDevelopmentIdentity(config(postgres, Map.of()));
      announce(app);
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stop(app, postgres)));
      app.awaitStop();
    }
    return 0;
  }

  /** The settings of the environment, but for the database and what is given here. */
  static Config config(EmbeddedDatabase postgres, Map<String, String> given) throws Config.Faulty {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.putAll(given);
    environment.remove("CORRAL_MIGRATION_DATABASE_URL");
    environment.put("CORRAL_DATABASE_URL", postgres.url().jdbcUrl() + "?user=postgres");
    environment.putIfAbsent("CORRAL_LIMITS", NO_LIMITS);
    return Config.read(environment, true);
  }

  private void announce(App app) {
    ManagedChannel channel =
        Grpc.newChannelBuilder("localhost:" + app.port(), InsecureChannelCredentials.create())
            .build();
    try {
      DemoClinic clinic = new DemoClinic(channel);
      clinic.make();
      List<String> examples = clinic.examples(app.port());
      PrintWriter out = spec.commandLine().getOut();
      out.printf("%nCorral serves on localhost:%d. Try:%n%n", app.port());
      examples.forEach(example -> out.printf("%s%n%n", example));
      out.flush();
    } finally {
      channel.shutdownNow();
    }
  }

  private static void stop(App app, EmbeddedDatabase postgres) {
    app.close();
    postgres.close();
  }
}
