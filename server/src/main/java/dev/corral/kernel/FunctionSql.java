package dev.corral.kernel;

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** The statements that call a function: for one call, and for many at once. */
final class FunctionSql {

  /** How long the statement of a lane waits for a lock. */
  static final int LANE_LOCK_MS = 200;

  /** The column that says which call of a statement a row answers, from 1. */
  static final String CALL_NUMBER = "call_number";

  private static final String LOCK_TIMEOUT =
      "pg_catalog.set_config('lock_timeout', '%dms', true) AS s (lock_timeout)"
          .formatted(LANE_LOCK_MS);

  private final String alone;
  private final String inLane;
  private final String shared;

  /**
   * The statements of a function.
   *
   * @param columns what to select of its result, which is {@code f}
   * @param types of its parameters in order
   */
  FunctionSql(String function, String columns, List<String> types) {
    this.alone = alone(function, columns, types);
    this.inLane = inLane(function, columns, types);
    this.shared = shared(function, columns, types);
  }

  /** One call; a parameter for each of the function's. */
  String alone() {
    return alone;
  }

  /** The one call of a lane's statement; a parameter for each of the function's. */
  String inLane() {
    return inLane;
  }

  /** Many calls; a parameter for each of the function's, an array with a value for each call. */
  String shared() {
    return shared;
  }

  private static String alone(String function, String columns, List<String> types) {
    String arguments = types.stream().map(type -> "?::" + type).collect(Collectors.joining(", "));
    return "SELECT " + columns + " FROM " + function + "(" + arguments + ") AS f";
  }

  private static String inLane(String function, String columns, List<String> types) {
    StringJoiner arguments = new StringJoiner(", ");
    for (String type : types) {
      String argument = "?::" + type;
      arguments.add(arguments.length() == 0 ? onceLocksAreBounded(argument) : argument);
    }
    return "SELECT 1 AS %s, %s".formatted(CALL_NUMBER, columns)
        + " FROM %s, LATERAL %s(%s) AS f".formatted(LOCK_TIMEOUT, function, arguments);
  }

  /**
   * The calls run in the order of the arrays: each is the inner side of a loop over them. Arrays of
   * arrays must be rectangles, so a call's own array travels as text.
   */
  private static String shared(String function, String columns, List<String> types) {
    StringJoiner arrays = new StringJoiner(", ");
    StringJoiner names = new StringJoiner(", ");
    StringJoiner arguments = new StringJoiner(", ");
    for (int i = 0; i < types.size(); i++) {
      String type = types.get(i);
      boolean isArray = type.endsWith("[]");
      String array = "?::" + (isArray ? "text[]" : type + "[]");
      arrays.add(i == 0 ? onceLocksAreBounded(array) : array);
      names.add("a" + i);
      arguments.add("u.a" + i + (isArray ? "::" + type : ""));
    }
    return "SELECT u.%s, %s".formatted(CALL_NUMBER, columns)
        + " FROM %s,".formatted(LOCK_TIMEOUT)
        + " LATERAL unnest(%s) WITH ORDINALITY AS u (%s, %s),".formatted(arrays, names, CALL_NUMBER)
        + " LATERAL %s(%s) AS f".formatted(function, arguments);
  }

  /** The first argument depends on the lock timeout, so that it is set before the first call. */
  private static String onceLocksAreBounded(String argument) {
    return "CASE WHEN s.lock_timeout <> '' THEN " + argument + " END";
  }
}
