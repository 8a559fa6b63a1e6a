package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.testing.Sources;
import dev.corral.testing.Sources.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules for tables and functions. */
class SqlTidyTest {

  private static final int FUNCTION_LINES_MAX = 90;

  private static final Pattern FUNCTION =
      Pattern.compile("CREATE (OR REPLACE )?(FUNCTION|PROCEDURE) (?<name>[\\w.]+)\\s*\\(");
  private static final Pattern TENANT_FIRST =
      Pattern.compile("FUNCTION [\\w.]+\\(\\s*p_tenant_id +text\\b");
  private static final Pattern DYNAMIC = Pattern.compile("\\bEXECUTE\\b(?! ON\\b)");
  private static final Pattern SWALLOWED = Pattern.compile("(?i)\\bWHEN\\s+OTHERS\\b");
  private static final Pattern IMPATIENT = Pattern.compile("(?i)\\bNOWAIT\\b");
  private static final Pattern TRIGGER =
      Pattern.compile("(?i)\\bCREATE\\b[^;]*\\bTRIGGER\\b|\\bRETURNS\\s+trigger\\b");

  private static final Pattern TABLE =
      Pattern.compile("CREATE [A-Z ]*TABLE [A-Z ]*(?<name>[\\w.]+)\\s*\\((?<columns>[^;]*);");
  private static final Pattern KEY =
      Pattern.compile(
          "(?<kind>PRIMARY KEY|UNIQUE( NULLS NOT DISTINCT)?|FOREIGN KEY|REFERENCES\\s+[\\w.]+)"
              + "\\s*\\((?<columns>[^)]*)\\)");
  private static final Pattern EXCLUSION =
      Pattern.compile("EXCLUDE USING \\w+\\s*\\((?<columns>[^;]*?\\bWITH [^,)]+)\\)");
  private static final Pattern UNIQUE_INDEX =
      Pattern.compile("CREATE UNIQUE INDEX[^;(]*\\((?<columns>[^;]*);");

  /** A column (lower case name and type) that is a key by itself. */
  private static final Pattern COLUMN_KEY =
      Pattern.compile(
          "(?m)^\\s*(ADD COLUMN [A-Z ]*)?[a-z]\\w* +[a-z][^,;]*"
              + "\\b(PRIMARY KEY|UNIQUE|REFERENCES)\\b");

  @Test
  void functionIsFoundByTheNameOfItsFile() {
    assertNoFunction(
        "R__<schema>_<function>.sql in the folder of the schema creates that function and no other",
        file ->
            !file.name().equals("R__" + name(file).replaceFirst("\\.", "_") + ".sql")
                || !name(file).startsWith(file.folder() + ".")
                || Sources.find(FUNCTION, file.sqlCode()).count() != 1
                || !file.sqlCode().contains("CREATE OR REPLACE FUNCTION " + name(file)));
  }

  @Test
  void functionIsShort() {
    assertNoFunction(
        "a function has at most " + FUNCTION_LINES_MAX + " lines",
        file -> body(file).lines().count() > FUNCTION_LINES_MAX);
  }

  @Test
  void functionTakesTheTenantFirst() {
    Pattern access = tableAccess();
    assertNoFunction(
        "p_tenant_id text is the first parameter, unless the function is internal and computes from"
            + " its arguments alone",
        file ->
            !TENANT_FIRST.matcher(file.sqlCode()).find()
                && !(isInternal(file)
                    && !file.sqlCode().contains("p_tenant_id")
                    && !access.matcher(file.sqlCode()).find()));
  }

  @Test
  void functionBeginsWithWhatItDoesAndLocks() {
    assertNoFunction(
        "a header comment says what the function does and what it locks",
        file ->
            header(file).isBlank()
                || !Pattern.compile("(?i)\\blocks\\b").matcher(header(file)).find());
  }

  @Test
  void functionIsTakenFromPublicInItsOwnFile() {
    assertNoFunction(
        "REVOKE ALL ON FUNCTION <name> FROM PUBLIC stands in the file",
        file -> !file.sqlCode().contains("REVOKE ALL ON FUNCTION " + name(file) + " FROM PUBLIC;"));
  }

  @Test
  void internalFunctionHasNoRightsOfItsOwn() {
    assertNoFunction(
        "an internal function is neither SECURITY DEFINER nor granted",
        file ->
            isInternal(file)
                && (file.sqlCode().contains("SECURITY DEFINER")
                    || file.sqlCode().contains("GRANT")));
  }

  @Test
  void publicFunctionRunsAsTheOwnerAndIsGrantedToTheServer() {
    assertNoFunction(
        "a function that is not Internal. is SECURITY DEFINER, has looks into pg_temp last and is"
            + " granted to corral_app",
        file ->
            !isInternal(file)
                && !(file.sqlCode()
                        .contains("SECURITY DEFINER SET search_path = pg_catalog, pg_temp")
                    && file.sqlCode()
                        .contains("GRANT EXECUTE ON FUNCTION " + name(file) + " TO corral_app;")));
  }

  @Test
  void publicFunctionListsItsOutcomes() {
    assertNoFunction(
        "the header of a public function says Outcomes, or No outcomes for a set",
        file ->
            !isInternal(file)
                && !header(file)
                    .contains(file.sqlCode().contains("OUT outcome") ? "Outcomes" : "No outcomes"));
  }

  @Test
  void functionHidesNoErrorBuildsNoStatementAndWaits() {
    for (Pattern forbidden : List.of(SWALLOWED, DYNAMIC, IMPATIENT)) {
      assertNoFunction(
          "no WHEN OTHERS, no EXECUTE, no NOWAIT",
          file -> forbidden.matcher(file.sqlCode()).find());
    }
  }

  @Test
  void thereAreNoTriggers() {
    assertThat(
            Stream.of("V", "R__")
                .flatMap(prefix -> Sources.sql(prefix).stream())
                .filter(file -> TRIGGER.matcher(file.sqlCode()).find())
                .map(Source::path))
        .as("no triggers: what a call does stands in its function")
        .isEmpty();
  }

  @Test
  void tableBeginsWithTheTenant() {
    assertNoKey(
        "tenant_id is a table's first column, and it has a primary key",
        TABLE,
        table ->
            !columns(table).startsWith("tenant_id ") || !columns(table).contains("PRIMARY KEY ("));
  }

  @Test
  void keysBeginWithTheTenant() {
    assertNoKey(
        "PRIMARY KEY, FOREIGN KEY and what it refers to begin with tenant_id",
        KEY,
        key -> !key.group().startsWith("UNIQUE") && !columns(key).matches("tenant_id\\b[\\s\\S]*"));
  }

  @Test
  void uniquenessAndExclusionAreWithinATenant() {
    Predicate<MatchResult> anyTenant =
        key -> !columns(key).matches("[\\s\\S]*\\btenant_id\\b[\\s\\S]*");
    String rule = "every UNIQUE and EXCLUDE contains tenant_id";
    assertNoKey(rule, KEY, key -> key.group().startsWith("UNIQUE") && anyTenant.test(key));
    assertNoKey(rule, EXCLUSION, anyTenant);
    assertNoKey(rule, UNIQUE_INDEX, anyTenant);
  }

  @Test
  void noKeyIsDeclaredBesideItsColumn() {
    assertNoKey("keys are constraints of the table, with tenant_id", COLUMN_KEY, key -> true);
  }

  private static void assertNoFunction(String rule, Predicate<Source> fault) {
    assertThat(Sources.sql("R__").stream().filter(fault).map(Source::path)).as(rule).isEmpty();
  }

  private static void assertNoKey(String rule, Pattern pattern, Predicate<MatchResult> fault) {
    List<String> faults = new ArrayList<>();
    for (Source script : Sources.sql("V")) {
      Sources.find(pattern, script.sqlCode())
          .filter(fault)
          .forEach(match -> faults.add(script.path() + ": " + firstLine(match.group())));
    }
    assertThat(faults).as(rule).isEmpty();
  }

  /** A table of ours where a statement reads or writes it; its row type may stand elsewhere. */
  private static Pattern tableAccess() {
    String tables =
        Sources.sql("V").stream()
            .flatMap(script -> Sources.find(TABLE, script.sqlCode()))
            .map(table -> Pattern.quote(table.group("name")))
            .collect(Collectors.joining("|", "(", ")"));
    return Pattern.compile("(\\b(FROM|JOIN|UPDATE|INTO|USING)|,)\\s+" + tables + "\\b(?!\\s*[(%])");
  }

  private static String firstLine(String text) {
    return text.strip().lines().findFirst().orElse("");
  }

  private static String columns(MatchResult match) {
    return match.group("columns").strip();
  }

  /** The function that a file creates, or the empty string. */
  private static String name(Source file) {
    Matcher function = FUNCTION.matcher(file.sqlCode());
    return function.find() ? function.group("name") : "";
  }

  private static String header(Source file) {
    return file.text().lines().takeWhile(l -> l.startsWith("--")).collect(Collectors.joining("\n"));
  }

  private static String body(Source file) {
    int start = Math.max(file.text().indexOf("CREATE OR REPLACE FUNCTION"), 0);
    int end = file.text().indexOf("REVOKE ALL", start);
    return file.text().substring(start, end < 0 ? file.text().length() : end);
  }

  private static boolean isInternal(Source file) {
    return header(file).contains("Internal.");
  }
}
