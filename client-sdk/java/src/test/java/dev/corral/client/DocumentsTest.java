package dev.corral.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say of the client, held against it. */
class DocumentsTest {

  private static final Pattern REASON = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| [A-Z_]+ \\|");
  private static final Pattern CODE = Pattern.compile("(?ms)^```java\n(.*?)^```$");
  private static final List<Reason> OWN =
      List.of(
          Reason.UNREACHABLE, Reason.UNSUPPORTED_BY_SERVER, Reason.TRANSPORT, Reason.UNRECOGNIZED);

  @Test
  void theReasonsAreThoseOfTheServer() throws IOException {
    String errors = Files.readString(Path.of("../../docs/errors.md"));
    assertThat(Stream.of(Reason.values()).filter(reason -> !OWN.contains(reason)).map(Enum::name))
        .containsExactlyInAnyOrderElementsOf(
            REASON.matcher(errors).results().map(found -> found.group(1)).toList());
  }

  @Test
  void whatTheReadmeShowsIsCompiled() throws IOException {
    String compiled =
        flat(Files.readString(Path.of("src/test/java/dev/corral/client/Examples.java")));
    List<String> shown =
        CODE.matcher(Files.readString(Path.of("README.md")))
            .results()
            .map((MatchResult found) -> flat(found.group(1)))
            .toList();
    assertThat(shown).hasSizeGreaterThan(3).allSatisfy(code -> assertThat(compiled).contains(code));
  }

  /** Without what a formatter changes. */
  private static String flat(String code) {
    return code.replaceAll("\\s+", "");
  }
}
