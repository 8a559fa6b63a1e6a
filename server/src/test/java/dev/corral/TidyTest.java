package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.corral.testing.JavaMethods;
import dev.corral.testing.JavaMethods.JavaMethod;
import dev.corral.testing.Sources;
import dev.corral.testing.Sources.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules for Java, the contract's comments and what the repository may say. */
class TidyTest {

  private static final int FILE_LINES_MEDIAN_MAX = 90;
  private static final int FILE_LINES_P90_MAX = 220;
  private static final int SERVICE_LINES_MAX = 250;
  private static final int INTERCEPTOR_LINES_MAX = 100;
  private static final int METHOD_LINES_MAX = 40;
  private static final int CONSTRUCTOR_PARAMETERS_MAX = 5;
  private static final int PROTO_COMMENT_PERCENT_MIN = 30;

  /** {@code dev.corral.<package>}, {@code dev.corral.<package>.v1} or {@code dev.corral.<Type>}. */
  private static final Pattern REFERENCE =
      Pattern.compile("\\bdev\\.corral\\.(?<part>\\w+)(?<generated>\\.v\\d+\\b)?");

  private static final Pattern EMPTY_NAME =
      Pattern.compile("(Default|Abstract)[A-Z]\\w*|\\w+(Manager|Helper|Impl|Utils?|D(TO|to))");
  private static final Pattern SLEEP =
      Pattern.compile("\\bThread\\s*\\.\\s*sleep\\b|\\bTimeUnit\\s*\\.\\s*\\w+\\s*\\.\\s*sleep\\b");

  private static final Pattern REGISTRY_HOST =
      Pattern.compile(
          "registry[.](npmjs|yarnpkg)|repo1?[.]maven|central[.]sonatype|oss[.]sonatype"
              + "|plugins[.]gradle|jitpack[.]io|pypi[.]org|files[.]pythonhosted|crates[.]io"
              + "|proxy[.]golang|rubygems[.]org|pkg[.]github[.]com|deb[.]debian|archive[.]ubuntu");
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.~/*-])/(wor[k]/|roo[t]/|hom[e]/\\w|User[s]/\\w|usr/lib/jvm/\\w)");

  @Test
  void domainSeesTheKernelAndTheGrpcPackageAndNoOtherDomain() {
    List<String> faults = new ArrayList<>();
    for (String domain : Sources.domains()) {
      Set<String> seen = Set.of("kernel", "grpc", domain);
      faults.addAll(strangers(domain, seen, part -> true));
    }
    assertNone("a domain imports kernel, grpc, itself and generated messages only", faults);
  }

  @Test
  void grpcPackageSeesTheKernelAndNoDomain() {
    assertNone(
        "grpc imports kernel, itself and dev.corral.common.v1 only",
        strangers("grpc", Set.of("grpc", "kernel"), "common"::equals));
  }

  @Test
  void guardSeesTheKernelAndTheGrpcPackageAndNoDomain() {
    for (String part : List.of("identity", "limits")) {
      assertNone(
          part + " imports kernel, grpc, itself and dev.corral.common.v1 only",
          strangers(part, Set.of("kernel", "grpc", part), "common"::equals));
    }
  }

  @Test
  void kernelSeesNeitherTheGrpcPackageNorDomains() {
    assertNone(
        "kernel imports itself and dev.corral.common.v1 only",
        strangers("kernel", Set.of("kernel"), "common"::equals));
  }

  @Test
  void proveSeesTheContractAndNothingOfTheServer() {
    assertNone(
        "prove imports itself and generated messages only",
        strangers("prove", Set.of("prove"), part -> true));
  }

  @Test
  void everyPackageTellsWhatItIsFor() {
    Stream<String> folders =
        Sources.javaMain().stream()
            .map(source -> source.path().substring(0, source.path().lastIndexOf('/')))
            .distinct();
    assertNone(
        "each package has a package-info.java with a comment",
        folders.filter(f -> !Sources.textOrEmpty(f + "/package-info.java").contains("/**")));
  }

  @Test
  void namesOfTypesSaySomething() {
    assertNone(
        "no type is called Manager, Helper, Impl, Util, DTO, Default… or Abstract…",
        Sources.javaMain().stream()
            .flatMap(
                source ->
                    JavaMethods.types(source).stream()
                        .filter(type -> EMPTY_NAME.matcher(type).matches())
                        .map(type -> source.path() + ": " + type)));
  }

  @Test
  void filesAreShort() {
    List<Source> files = Sources.javaMain();
    int[] lines = files.stream().mapToInt(Source::lineCount).sorted().toArray();
    String longest = overLines(files, FILE_LINES_P90_MAX).toList().toString();
    assertThat(lines[lines.length / 2])
        .as("median lines of a file")
        .isLessThan(FILE_LINES_MEDIAN_MAX);
    assertThat(lines[lines.length * 9 / 10])
        .as("90th percentile of lines of a file; the longest: %s", longest)
        .isLessThan(FILE_LINES_P90_MAX);
  }

  @Test
  void servicesAndInterceptorsAreShort() {
    assertNone(
        "a service class has fewer than 250 lines, an interceptor fewer than 100",
        Stream.concat(
            overLines(named("GrpcService.java"), SERVICE_LINES_MAX),
            overLines(named("Interceptor.java"), INTERCEPTOR_LINES_MAX)));
  }

  @Test
  void methodsAreShort() {
    assertNone(
        "a method has at most " + METHOD_LINES_MAX + " lines",
        methodsOver(METHOD_LINES_MAX, method -> true, JavaMethod::lines));
  }

  @Test
  void constructorsTakeFewParameters() {
    assertNone(
        "a constructor takes at most " + CONSTRUCTOR_PARAMETERS_MAX + " parameters",
        methodsOver(CONSTRUCTOR_PARAMETERS_MAX, JavaMethod::constructor, JavaMethod::parameters));
  }

  @Test
  void contractExplainsItself() {
    List<Source> protos = Sources.protos();
    Stream<String> shares = protos.stream().map(p -> p.path() + ": " + commentPercent(List.of(p)));
    assertThat(commentPercent(protos))
        .as("percentage of the contract's lines that are comments; %s", shares.toList())
        .isGreaterThanOrEqualTo(PROTO_COMMENT_PERCENT_MIN);
  }

  @Test
  void nothingSleeps() {
    Stream<Source> java =
        Stream.of("server/src", "client-sdk/java/src")
            .flatMap(folder -> Sources.below(folder, name -> name.endsWith(".java")).stream());
    assertNone(
        "nothing sleeps: wait for what is awaited, with a limit",
        java.flatMap(source -> places(source, source.javaCode(), SLEEP)));
  }

  @Test
  void repositoryNamesNoRegistryAndNoPathOfAMachine() throws IOException {
    List<String> tracked = tracked();
    assumeThat(tracked).as("what git tracks").isNotEmpty();
    List<String> faults = new ArrayList<>();
    for (String path : tracked) {
      Path file = Sources.ROOT.resolve(path);
      if (Files.isRegularFile(file)) {
        Source source = new Source(path, Files.readString(file, StandardCharsets.ISO_8859_1));
        places(source, source.text(), REGISTRY_HOST).forEach(faults::add);
        places(source, source.text(), MACHINE_PATH).forEach(faults::add);
      }
    }
    assertNone("no host of a package registry, no path of one machine", faults);
  }

  /** What a package refers to and may not see: another package of Corral or a type above it. */
  private static List<String> strangers(
      String own, Set<String> seen, Predicate<String> generatedSeen) {
    List<String> faults = new ArrayList<>();
    for (Source source : Sources.below("server/src/main/java/dev/corral/" + own, n -> true)) {
      Sources.find(REFERENCE, source.javaCode())
          .filter(
              match ->
                  match.group("generated") == null
                      ? !seen.contains(match.group("part"))
                      : !generatedSeen.test(match.group("part")))
          .forEach(match -> faults.add(source.path() + ": " + match.group()));
    }
    return faults;
  }

  private static Stream<String> methodsOver(
      int max, Predicate<JavaMethod> counts, ToIntFunction<JavaMethod> size) {
    return Sources.javaMain().stream()
        .flatMap(
            source ->
                JavaMethods.of(source).stream()
                    .filter(method -> counts.test(method) && size.applyAsInt(method) > max)
                    .map(m -> source.path() + ": " + m.name() + " has " + size.applyAsInt(m)));
  }

  private static List<Source> named(String end) {
    return Sources.javaMain().stream().filter(source -> source.name().endsWith(end)).toList();
  }

  private static Stream<String> overLines(List<Source> files, int max) {
    return files.stream()
        .filter(source -> source.lineCount() >= max)
        .map(source -> source.path() + ": " + source.lineCount() + " lines");
  }

  private static long commentPercent(List<Source> protos) {
    List<String> lines =
        protos.stream()
            .flatMap(proto -> proto.text().lines())
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
    return 100 * lines.stream().filter(line -> line.startsWith("//")).count() / lines.size();
  }

  private static Stream<String> places(Source source, String text, Pattern pattern) {
    return Sources.find(pattern, text)
        .map(
            match -> {
              long line =
                  1 + text.substring(0, match.start()).chars().filter(c -> c == '\n').count();
              return source.path() + ":" + line + ": " + match.group();
            });
  }

  @Test
  void linesOfTheContractAndOfSqlFitTheScreen() {
    Stream<Source> sources =
        Stream.of(Sources.protos(), Sources.sql("R__"), Sources.sql("V")).flatMap(List::stream);
    assertNone(
        "a line of a proto file or of SQL has at most 120 columns",
        sources
            .filter(source -> source.text().lines().anyMatch(line -> line.length() > 120))
            .map(Source::path));
  }

  /** What git tracks or would track; nothing where there is no git or no clone. */
  private static List<String> tracked() {
    ProcessBuilder git =
        new ProcessBuilder("git", "ls-files", "--cached", "--others", "--exclude-standard")
            .directory(Sources.ROOT.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    try (InputStream paths = git.start().getInputStream()) {
      return new String(paths.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static void assertNone(String rule, List<String> faults) {
    assertThat(faults).as(rule).isEmpty();
  }

  private static void assertNone(String rule, Stream<String> faults) {
    assertNone(rule, faults.toList());
  }
}
