package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Outcome;
import dev.corral.kernel.Reason;
import dev.corral.testing.Sources;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reasons for a refusal are the same in SQL, in Java and in docs/errors.md. */
class ErrorsDocTest {

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| ([A-Z_]+) \\| ([^|]+) \\| ([^|]+) \\|$");
  private static final Pattern OUTCOME_TYPE =
      Pattern.compile("CREATE TYPE kernel\\.outcome AS ENUM \\(([^)]*)\\)");
  private static final Pattern OUTCOME_ADDED =
      Pattern.compile(
          "ALTER TYPE kernel\\.outcome\\s+ADD VALUE\\s+(?:IF NOT EXISTS\\s+)?'([A-Z_]+)'");
  private static final Pattern QUOTED = Pattern.compile("'([A-Z_]+)'");
  private static final Pattern SENTENCE_END = Pattern.compile("[.?!](?=\\s|$)");

  @Test
  void pageListsEveryReasonOnceWithItsCode() {
    assertThat(rows().stream().map(row -> row.group(1) + " " + row.group(2)))
        .as("rows of docs/errors.md, and the reasons of Outcome.java and ServerReason.java")
        .containsExactlyInAnyOrderElementsOf(
            reasons().map(reason -> reason.name() + " " + reason.code()).toList());
  }

  @Test
  void pageExplainsAReasonInTwoSentencesAtMost() {
    assertThat(rows())
        .filteredOn(row -> Sources.find(SENTENCE_END, row.group(3)).count() > 2)
        .extracting(row -> row.group(1))
        .as("docs/errors.md: meanings that are too long")
        .isEmpty();
  }

  @Test
  void serverAndDatabaseReasonsHaveDifferentNames() {
    assertThat(reasons().map(Reason::name)).doesNotHaveDuplicates();
  }

  @Test
  void databaseAnswersWithTheOutcomesOfTheServer() {
    assertThat(sqlOutcomes())
        .as("kernel.outcome in the V scripts, and Outcome.java")
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Outcome.values()).map(Outcome::name).toList());
  }

  private static Stream<Reason> reasons() {
    return Stream.concat(
        Arrays.stream(Outcome.values()).filter(outcome -> outcome != Outcome.OK),
        Arrays.stream(ServerReason.values()));
  }

  private static List<MatchResult> rows() {
    return Sources.find(ROW, Sources.textOrEmpty("docs/errors.md")).toList();
  }

  private static List<String> sqlOutcomes() {
    List<String> scripts = Sources.sql("V").stream().map(Sources.Source::sqlCode).toList();
    Stream<String> created =
        scripts.stream()
            .flatMap(script -> Sources.find(OUTCOME_TYPE, script))
            .flatMap(type -> Sources.find(QUOTED, type.group(1)))
            .map(value -> value.group(1));
    Stream<String> added =
        scripts.stream()
            .flatMap(script -> Sources.find(OUTCOME_ADDED, script))
            .map(value -> value.group(1));
    return Stream.concat(created, added).toList();
  }
}
