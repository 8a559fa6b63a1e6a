package dev.corral;

import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves on a PostgreSQL of the operator's. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Serves on the PostgreSQL (15 to 18) that CORRAL_DATABASE_URL names, after migrating it.",
      "Further settings, all from the environment: CORRAL_MIGRATION_DATABASE_URL, CORRAL_LISTEN,",
      "CORRAL_POOL_SIZE, CORRAL_LONGEST_CALL_MS, CORRAL_LOCK_TIMEOUT_MS, CORRAL_SHUTDOWN_GRACE_MS,",
      "CORRAL_MESSAGE_BYTES_MAX, CORRAL_HOUSEKEEPING_SECONDS, CORRAL_ANSWERS_KEPT_DAYS,",
      "CORRAL_LOG_FORMAT; CORRAL_TLS_…, CORRAL_PLAINTEXT, CORRAL_CONNECTION_AGE_SECONDS; CORRAL_JWT_…;",
      "CORRAL_LIMITS, CORRAL_CALLS_IN_FLIGHT_MAX, CORRAL_QUEUE_MAX,",
      "CORRAL_BAD_CREDENTIALS_PER_SECOND. See docs/operations.md."
    })
final class ServeCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

  @Option(
      names = "--development-identity",
      description =
          "Believe callers who they are, from the metadata x-tenant-id, x-role and x-actor-id."
              + " For a developer's machine only.")
  private boolean developmentIdentity;

  @Override
  public Integer call() throws Exception {
    Config config = Config.read(System.getenv(), developmentIdentity);
    try (App app = App.start(config)) {
      warnOfDevelopmentIdentity(config);
      log.atInfo().addKeyValue("port", app.port()).log("serving");
      stopWithTheProcess(app);
      app.awaitStop();
    }
    return 0;
  }

  static void warnOfDevelopmentIdentity(Config config) {
    if (config.developmentIdentity()) {
      log.warn("development identity is on: any caller can be anybody, in any tenant");
    }
  }

  /** Ctrl-C and SIGTERM stop the server before the process ends. */
  static void stopWithTheProcess(App app) {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(app::close));
  }
}
