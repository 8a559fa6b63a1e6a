package dev.corral.testing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The methods and constructors of a Java file, found by their braces. Good enough for formatted
 * code; it is no parser.
 */
public final class JavaMethods {

  private static final Pattern ANNOTATION = Pattern.compile("@(?!interface)[\\w.]+(\\([^()]*\\))?");
  private static final Pattern TYPE = Pattern.compile("\\b(class|record|enum|interface)\\s+(\\w+)");
  private static final Pattern NOT_A_METHOD =
      Pattern.compile(
          "->|=|\\b(if|for|while|switch|catch|try|else|new|return|class|record|enum|interface)\\b");
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "(?<type>[\\w.<>\\[\\],?&\\s]*?\\s)?(?<name>\\w+)\\s*\\((?<parameters>[\\s\\S]*)\\)"
              + "(\\s*throws\\s[\\w.,\\s]+)?");

  private JavaMethods() {}

  /**
   * One method or constructor with a body.
   *
   * @param lines from the first line of its signature, annotations not counted, to its last brace
   */
  public record JavaMethod(String name, int lines, int parameters, boolean constructor) {}

  /** All of them, also those of nested types; constructors of records count as methods. */
  public static List<JavaMethod> of(Sources.Source source) {
    // Annotations become blanks of the same length, so that lines can still be counted.
    String code =
        ANNOTATION.matcher(source.javaCode()).replaceAll(m -> m.group().replaceAll("\\S", " "));
    Set<String> classes =
        Sources.find(TYPE, code)
            .filter(match -> !match.group(1).equals("record"))
            .map(match -> match.group(2))
            .collect(Collectors.toSet());

    List<JavaMethod> methods = new ArrayList<>();
    Deque<Integer> open = new ArrayDeque<>();
    int start = 0;
    for (int i = 0; i < code.length(); i++) {
      char c = code.charAt(i);
      if (c == '{') {
        open.push(start);
      } else if (c == '}' && !open.isEmpty()) {
        addMethod(code, open.pop(), i, classes, methods);
      }
      if (c == '{' || c == '}' || c == ';') {
        start = i + 1;
      }
    }
    return methods;
  }

  /** The names of the types that a file declares. */
  public static List<String> types(Sources.Source source) {
    return Sources.find(TYPE, source.javaCode()).map(match -> match.group(2)).toList();
  }

  private static void addMethod(
      String code, int start, int end, Set<String> classes, List<JavaMethod> methods) {
    String header = code.substring(start, code.indexOf('{', start));
    Matcher signature = SIGNATURE.matcher(header.strip());
    if (NOT_A_METHOD.matcher(header).find() || !signature.matches()) {
      return;
    }
    String name = signature.group("name");
    boolean constructor = classes.contains(name);
    if (signature.group("type") == null && !constructor) {
      return; // the body of an enum constant, or a record's own constructor
    }
    int first = start + header.length() - header.stripLeading().length();
    int lines =
        1 + Math.toIntExact(code.substring(first, end).chars().filter(c -> c == '\n').count());
    methods.add(new JavaMethod(name, lines, count(signature.group("parameters")), constructor));
  }

  /** Counts parameters: commas outside type arguments, and one more. */
  private static int count(String parameters) {
    if (parameters.isBlank()) {
      return 0;
    }
    int depth = 0;
    int count = 1;
    for (char c : parameters.toCharArray()) {
      depth += c == '<' ? 1 : c == '>' ? -1 : 0;
      count += c == ',' && depth == 0 ? 1 : 0;
    }
    return count;
  }
}
