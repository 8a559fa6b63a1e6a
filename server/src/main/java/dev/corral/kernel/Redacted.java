package dev.corral.kernel;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * An exception as a log may show it: where it came from and of what kind it is. Its message is
 * dropped, and those of its causes too, since those of the driver and of the JDK repeat values:
 * names, notes, tokens. Only {@link DatabaseFault}, which says a function, keeps its own.
 */
public final class Redacted extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int CAUSES_MAX = 8;
  private static final Pattern PLACE =
      Pattern.compile("PL/pgSQL function ([a-z0-9_.]+)\\([^\\n]*\\) line (\\d+)");

  private Redacted(Throwable thrown, Redacted cause) {
    super(text(thrown), cause, false, true);
    setStackTrace(thrown.getStackTrace());
  }

  /** An exception and its causes without what they say. */
  public static Redacted of(Throwable thrown) {
    return of(thrown, CAUSES_MAX);
  }

  private static Redacted of(Throwable thrown, int causesMax) {
    Throwable cause = causesMax == 0 ? null : thrown.getCause();
    return new Redacted(thrown, cause == null ? null : of(cause, causesMax - 1));
  }

  private static String text(Throwable thrown) {
    StringBuilder text = new StringBuilder(thrown.getClass().getName());
    if (thrown instanceof DatabaseFault) {
      text.append(": ").append(thrown.getMessage());
    } else if (thrown instanceof SQLException sql) {
      text.append(": SQLSTATE ").append(sql.getSQLState());
    }
    if (thrown instanceof PSQLException sql && sql.getServerErrorMessage() != null) {
      append(text, sql.getServerErrorMessage());
    }
    return text.toString();
  }

  /** What PostgreSQL says in names of its own: severity, objects, lines of functions. */
  private static void append(StringBuilder text, ServerErrorMessage error) {
    text.append(", ").append(error.getSeverity());
    for (String name : names(error)) {
      if (name != null && name.matches("[a-z0-9_]{1,63}")) {
        text.append(", ").append(name);
      }
    }
    Matcher place = PLACE.matcher(error.getWhere() == null ? "" : error.getWhere());
    while (place.find()) {
      text.append(", ").append(place.group(1)).append(" line ").append(place.group(2));
    }
  }

  private static List<String> names(ServerErrorMessage error) {
    return Arrays.asList(
        error.getSchema(), error.getTable(), error.getColumn(), error.getConstraint());
  }
}
