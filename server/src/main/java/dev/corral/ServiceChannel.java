package dev.corral;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.File;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** How {@code corral prove} reaches a service, from what the command line says. */
final class ServiceChannel {

  private static final Pattern ADDRESS =
      Pattern.compile("(?:(?<scheme>https?)://)?(?<target>[^/\\s]+:\\d{1,5})/?");
  private static final Pattern HEADER =
      Pattern.compile("(?<name>[A-Za-z0-9_.-]+):[ \t]*(?<value>[\\x20-\\x7e]*)");

  /** A plan that is reached is waited for as the service says, not reported as a fault. */
  private static final Map<String, Object> RETRY =
      Map.of(
          "methodConfig",
          List.of(
              Map.of(
                  "name",
                  List.of(Map.of()),
                  "retryPolicy",
                  Map.of(
                      "maxAttempts",
                      100.0,
                      "initialBackoff",
                      "0.1s",
                      "maxBackoff",
                      "1s",
                      "backoffMultiplier",
                      2.0,
                      "retryableStatusCodes",
                      List.of("RESOURCE_EXHAUSTED")))));

  private static final int ATTEMPTS_MAX = 100;

  private final CommandLine command;
  private final Matcher address;

  ServiceChannel(CommandLine command, String address) {
    this.command = command;
    this.address = ADDRESS.matcher(address);
    if (!this.address.matches()) {
      throw new CommandLine.ParameterException(command, "--against is HOST:PORT: " + address);
    }
  }

  static ManagedChannel plaintext(String target) {
    return channel(target, InsecureChannelCredentials.create());
  }

  ManagedChannel open(boolean tls, File authorities) throws IOException {
    String target = address.group("target");
    if (!tls && authorities == null && !"https".equals(address.group("scheme"))) {
      return plaintext(target);
    }
    TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
    if (authorities != null) {
      credentials.trustManager(authorities);
    }
    return channel(target, credentials.build());
  }

  /** What {@code --header}s say. */
  static Map<String, String> metadata(CommandLine command, List<String> headers) {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (String header : headers) {
      Matcher parts = HEADER.matcher(header);
      if (!parts.matches()) {
        throw new CommandLine.ParameterException(command, "--header is 'NAME: VALUE'");
      }
      metadata.put(parts.group("name").toLowerCase(Locale.ROOT), parts.group("value"));
    }
    return metadata;
  }

  private static ManagedChannel channel(String target, ChannelCredentials credentials) {
    return Grpc.newChannelBuilder(target, credentials)
        .defaultServiceConfig(RETRY)
        .maxRetryAttempts(ATTEMPTS_MAX)
        .disableServiceConfigLookUp()
        .build();
  }
}
