package dev.corral;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Withdraws the tokens of somebody before they expire. */
@Command(
    name = "tokens",
    mixinStandardHelpOptions = true,
    description = {
      "Withdraws JSON Web Tokens before they expire, in the database that",
      "CORRAL_MIGRATION_DATABASE_URL names, or else CORRAL_DATABASE_URL."
    })
final class TokensCommand implements Callable<Integer> {

  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return Main.UNUSABLE;
  }

  @Command(
      description = {
        "Withdraws every token that an actor was issued until now. Servers refuse them within 5",
        "seconds; the actor signs in again. A token without an issue time (iat) is refused for good."
      })
  int withdraw(@Parameters(paramLabel = "ACTOR", description = "A UUID.") String actor)
      throws Exception {
    if (!UUID_TEXT.matcher(actor).matches()) {
      throw new Config.Faulty(List.of("an actor is a UUID: " + actor));
    }
    try (CredentialRegister register = CredentialRegister.open()) {
      register.withdrawTokens(UUID.fromString(actor));
    }
    spec.commandLine().getOut().println("withdrawn");
    return 0;
  }
}
