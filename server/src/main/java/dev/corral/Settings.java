package dev.corral;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads settings from the environment and gathers what is wrong with them. A name that begins with
 * {@code CORRAL_} and that nobody has asked for is wrong too. A secret is never repeated.
 */
final class Settings {

  private final Map<String, String> environment;
  private final TreeSet<String> unread = new TreeSet<>();
  private final List<String> faults = new ArrayList<>();

  Settings(Map<String, String> environment) {
    this.environment = environment;
    environment.keySet().stream().filter(k -> k.startsWith("CORRAL_")).forEach(unread::add);
    unread.remove("CORRAL_LOG_FORMAT"); // read by logback.xml
    List.of("CORRAL_AOT", "CORRAL_JAVA_HOME", "CORRAL_JAVA_OPTIONS")
        .forEach(unread::remove); // read by the corral script
  }

  /** The text of a setting; empty when it is not set. */
  String text(String name) {
    unread.remove(name);
    return environment.getOrDefault(name, "").strip();
  }

  /** The text of a setting, or what stands for it when it is not set. */
  String text(String name, String fallback) {
    String text = text(name);
    return text.isEmpty() ? fallback : text;
  }

  /** The names of settings that begin so, are set, and have been asked for. */
  List<String> given(String prefix) {
    return environment.keySet().stream()
        .filter(name -> name.startsWith(prefix) && !unread.contains(name) && !text(name).isEmpty())
        .sorted()
        .toList();
  }

  /** Notes a fault; the message begins with the name of the setting. */
  void fault(String message) {
    faults.add(message);
  }

  /** A setting of a form of its own; a fault, with what it says, when it is not of that form. */
  <T> Optional<T> parsed(String name, String fallback, Function<String, T> parse) {
    String text = text(name, fallback);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(text));
    } catch (IllegalArgumentException e) {
      fault(name + " " + e.getMessage());
      return Optional.empty();
    }
  }

  Optional<DatabaseUrl> database(String name, boolean required) {
    String text = text(name);
    Optional<DatabaseUrl> url = DatabaseUrl.parse(text);
    if (text.isEmpty() && required) {
      fault(name + " is missing: postgresql://user:password@host:5432/database");
    } else if (!text.isEmpty() && url.isEmpty()) {
      fault(name + " is not of the form postgresql://user:password@host:5432/database");
    }
    return url;
  }

  /** A host and a port; empty when it is not set, or after a fault. */
  Optional<InetSocketAddress> address(String name) {
    return text(name).isEmpty() ? Optional.empty() : Optional.ofNullable(address(name, ""));
  }

  /** A host and a port; null after a fault. */
  InetSocketAddress address(String name, String fallback) {
    String text = text(name, fallback);
    int colon = text.lastIndexOf(':');
    Optional<Integer> port = wholeNumber(text.substring(colon + 1));
    if (colon < 1 || port.isEmpty() || port.get() < 0 || port.get() > 65_535) {
      fault(name + " is not of the form host:port: " + text);
      return null;
    }
    InetSocketAddress address = new InetSocketAddress(text.substring(0, colon), port.get());
    if (address.isUnresolved()) {
      fault(name + " names an unknown host: " + text);
    }
    return address;
  }

  /**
   * A file that can be read. Its name is not repeated: it may be the secret put here by mistake.
   */
  Optional<Path> file(String name) {
    return parsed(
        name,
        "",
        text -> {
          Path path = Path.of(text);
          if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new IllegalArgumentException("is not a file that can be read");
          }
          return path;
        });
  }

  boolean flag(String name) {
    String text = text(name, "false");
    if (!text.equals("true") && !text.equals("false")) {
      fault(name + " is neither true nor false: " + text);
    }
    return text.equals("true");
  }

  Duration millis(String name, int fallback, int min, int max) {
    return Duration.ofMillis(integer(name, fallback, min, max));
  }

  Duration seconds(String name, int fallback, int min, int max) {
    return Duration.ofSeconds(integer(name, fallback, min, max));
  }

  int integer(String name, int fallback, int min, int max) {
    String text = text(name);
    if (text.isEmpty()) {
      return fallback;
    }
    Optional<Integer> value = wholeNumber(text);
    if (value.isEmpty() || value.get() < min || value.get() > max) {
      fault(name + " is not a whole number from " + min + " to " + max + ": " + text);
      return fallback;
    }
    return value.get();
  }

  /**
   * Ends the reading.
   *
   * @throws Config.Faulty with every fault at once
   */
  void finish() throws Config.Faulty {
    unread.forEach(name -> fault(name + " is not a setting of this version"));
    if (!faults.isEmpty()) {
      throw new Config.Faulty(faults);
    }
  }

  private static Optional<Integer> wholeNumber(String text) {
    try {
      return Optional.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
