package dev.corral;

import dev.corral.identity.ApiKey;
import dev.corral.kernel.TenantId;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes, lists and revokes the API keys of machines. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = {
      "Makes, lists and revokes API keys in the database that CORRAL_MIGRATION_DATABASE_URL",
      "names, or else CORRAL_DATABASE_URL. Machines send a key in the metadata x-api-key."
    })
final class KeysCommand implements Callable<Integer> {

  private static final Pattern PREFIX =
      Pattern.compile("corral\\.(" + TenantId.FORM + "|-)\\.([a-z0-9]{12})(\\..*)?");

  /** The roles that a machine can have; a pet owner is none. */
  enum MachineRole {
    VET,
    RECEPTION,
    ADMIN,
    SERVICE,
    PLATFORM
  }

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return Main.UNUSABLE;
  }

  @Command(description = "Makes a key and prints it, the only time that it is shown.")
  int create(
      @Option(names = "--tenant", description = "Whose rows it opens; none for PLATFORM.")
          String tenant,
      @Option(
              names = "--role",
              defaultValue = "SERVICE",
              description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
          MachineRole role,
      @Option(names = "--name", required = true, description = "What it is for, for people.")
          String name,
      @Option(names = "--days", description = "Expires after so many days. Default: never.")
          Integer days)
      throws Exception {
    if (role == MachineRole.PLATFORM ? tenant != null : !isTenant(tenant)) {
      throw wrong("--tenant names a tenant, or is absent when the role is PLATFORM");
    } else if (name.isBlank() || name.length() > 200 || days != null && (days < 1 || days > 3650)) {
      throw wrong("--name has 1 to 200 characters, --days is from 1 to 3650");
    }
    ApiKey key =
        ApiKey.generate(
            role == MachineRole.PLATFORM ? ApiKey.PLATFORM : tenant, new SecureRandom());
    try (CredentialRegister register = CredentialRegister.open()) {
      if (!register.create(key, role.name(), name, days)) {
        throw wrong("there is no tenant " + tenant);
      }
    }
    out().println(key.reveal());
    return 0;
  }

  @Command(description = "Lists keys by the part of them that may be shown.")
  int list(@Option(names = "--tenant", description = "Of this tenant only.") String tenant)
      throws Exception {
    if (tenant != null && !isTenant(tenant)) {
      throw wrong("--tenant is not the id of a tenant");
    }
    try (CredentialRegister register = CredentialRegister.open()) {
      register.list(tenant).forEach(out()::println);
    }
    return 0;
  }

  @Command(description = "Revokes a key for good. Servers refuse it within 5 seconds.")
  int revoke(
      @Parameters(paramLabel = "KEY", description = "As `list` shows it: corral.<tenant>.<id>.")
          String prefix)
      throws Exception {
    var matcher = PREFIX.matcher(prefix);
    if (!matcher.matches()) {
      throw wrong("a key looks like corral.san-roque.k3f8a0z1b2c4");
    }
    try (CredentialRegister register = CredentialRegister.open()) {
      if (!register.revoke(matcher.group(1), matcher.group(2))) {
        throw wrong("there is no such key");
      }
    }
    out().println("revoked");
    return 0;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private static Config.Faulty wrong(String message) {
    return new Config.Faulty(List.of(message));
  }

  private static boolean isTenant(String tenant) {
    return tenant != null && TenantId.matches(tenant);
  }
}
