package dev.corral.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of the repository, for tests that hold its own text against its rules. */
public final class Sources {

  /** The folder that holds the {@code corral} command. */
  public static final Path ROOT = root();

  private static final Pattern JAVA_NOISE =
      Pattern.compile(
          "\"\"\"[\\s\\S]*?\"\"\"" // text block
              + "|\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+\"" // string
              + "|'(?:\\\\.[^']*|[^'\\\\])'" // character
              + "|//[^\\n]*"
              + "|/\\*[\\s\\S]*?\\*/");
  private static final Pattern SQL_COMMENT = Pattern.compile("--[^\\n]*|/\\*[\\s\\S]*?\\*/");
  private static final Pattern SERVICE = Pattern.compile("(?m)^service (\\w+)Service \\{");
  private static final Pattern RPC = Pattern.compile("(?m)^  rpc (\\w+)\\(");

  private Sources() {}

  /**
   * One file.
   *
   * @param path relative to {@link #ROOT}, with forward slashes
   */
  public record Source(String path, String text) {

    /** The name of the file. */
    public String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The name of the folder that it lies in. */
    public String folder() {
      return Path.of(path).getParent().getFileName().toString();
    }

    /** How many lines it has. */
    public int lineCount() {
      return Math.toIntExact(text.lines().count());
    }

    /** Java text with comments and literals blanked out; line breaks stay. */
    public String javaCode() {
      return blank(JAVA_NOISE, text);
    }

    /** SQL text with comments blanked out; line breaks stay. */
    public String sqlCode() {
      return blank(SQL_COMMENT, text);
    }
  }

  /**
   * One RPC of the contract.
   *
   * @param domain such as {@code booking}
   * @param service such as {@code Booking}
   * @param name such as {@code BookAppointment}
   */
  public record Rpc(String domain, String service, String name) {}

  /** The files below a folder of the repository whose names match; none when it is not there. */
  public static List<Source> below(String folder, Predicate<String> name) {
    Path start = ROOT.resolve(folder);
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(start)) {
      return paths
          .filter(path -> Files.isRegularFile(path) && name.test(path.getFileName().toString()))
          .sorted()
          .map(Sources::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The Java files of the server. */
  public static List<Source> javaMain() {
    return below("server/src/main/java", name -> name.endsWith(".java"));
  }

  /** The scripts of the database whose names begin so: {@code V} tables, {@code R__} functions. */
  public static List<Source> sql(String prefix) {
    return below(
        "migrations/src/main/resources/db",
        name -> name.startsWith(prefix) && name.endsWith(".sql"));
  }

  /** The contract. */
  public static List<Source> protos() {
    return below("proto/src/main/proto/corral", name -> name.endsWith(".proto"));
  }

  /** Every RPC of every service. */
  public static List<Rpc> rpcs() {
    List<Rpc> rpcs = new ArrayList<>();
    for (Source proto : protos()) {
      String domain = Path.of(proto.path()).getParent().getParent().getFileName().toString();
      find(SERVICE, proto.text())
          .map(match -> match.group(1))
          .forEach(
              service ->
                  find(RPC, proto.text())
                      .forEach(match -> rpcs.add(new Rpc(domain, service, match.group(1)))));
    }
    return rpcs;
  }

  /** The domains that have a service: packages, schemas and folders of the same name. */
  public static Set<String> domains() {
    return rpcs().stream().map(Rpc::domain).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Every place where a pattern is found. */
  public static Stream<MatchResult> find(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  /** The text of a file of the repository; empty when it is not there. */
  public static String textOrEmpty(String path) {
    Path file = ROOT.resolve(path);
    return Files.isRegularFile(file) ? read(file).text() : "";
  }

  private static Source read(Path file) {
    try {
      String path = ROOT.relativize(file).toString().replace('\\', '/');
      return new Source(path, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String blank(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .replaceAll(
            match ->
                match
                    .group()
                    .chars()
                    .mapToObj(c -> c == '\n' ? "\n" : " ")
                    .collect(Collectors.joining()));
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve("corral"))
        || !Files.isRegularFile(folder.resolve("pom.xml"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("run the tests inside the repository");
      }
    }
    return folder;
  }
}
