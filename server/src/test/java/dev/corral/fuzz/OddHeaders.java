package dev.corral.fuzz;

import io.grpc.Metadata;
import java.util.List;
import java.util.Random;

/** Changes the metadata of a call. */
final class OddHeaders {

  private static final List<String> TENANTS =
      List.of("", "a", "A", "never-created", "null", "demo'; --", "x".repeat(51), "demo.");
  private static final List<String> ROLES =
      List.of("", "admin", "ROLE_ADMIN", "UNSPECIFIED", "UNRECOGNIZED", "ADMIN,CLIENT", "0", "*");
  private static final List<String> ACTORS =
      List.of("", "1-1-1-1-1", "me", "00000000-0000-0000-0000-000000000000", "{}", "'");
  private static final List<String> NAMES =
      List.of(
          "x",
          "authorization",
          "cookie",
          "content-length",
          "user-agent",
          "grpc-encoding-x",
          "grpc-tags",
          "traceparent",
          "x-forwarded-for",
          "host",
          "connection-x",
          "accept",
          "_.-");

  /** All of the form that gRPC reads: of any other, gRPC resets the stream with INTERNAL_ERROR. */
  private static final List<String> TIMEOUTS =
      List.of("99999999H", "1n", "0S", "1m", "10S", "99999999S");

  private final Random random;

  OddHeaders(Random random) {
    this.random = random;
  }

  /** Changes a few entries. */
  void mutate(Metadata headers) {
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      switch (random.nextInt(9)) {
        case 0 -> replace(headers, "x-tenant-id", any(TENANTS));
        case 1 -> replace(headers, "x-role", any(ROLES));
        case 2 -> replace(headers, "x-actor-id", any(ACTORS));
        case 3 -> headers.put(key("x-role"), any(ROLES));
        case 4 -> headers.put(key("x-tenant-id"), any(TENANTS));
        case 5 -> headers.put(key(any(NAMES)), text(random.nextInt(1500)));
        case 6 -> headers.put(binaryKey(any(NAMES) + "-bin"), bytes());
        case 7 -> replace(headers, "grpc-timeout", any(TIMEOUTS));
        default -> {
          for (int n = random.nextInt(60); n > 0; n--) {
            headers.put(key("x-" + random.nextInt(20)), text(10));
          }
        }
      }
    }
  }

  private static void replace(Metadata headers, String name, String value) {
    headers.removeAll(key(name));
    headers.put(key(name), value);
  }

  /** Printable, as gRPC's client insists. */
  private String text(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) (' ' + random.nextInt('~' - ' ' + 1)));
    }
    return text.toString();
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(400)];
    random.nextBytes(bytes);
    return bytes;
  }

  private String any(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }

  static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  private static Metadata.Key<byte[]> binaryKey(String name) {
    return Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER);
  }
}
