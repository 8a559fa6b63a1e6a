package dev.corral.prove;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The lines that a person reads. A terminal also sees how far the race that runs has come. */
final class Report {

  private static final int WRONGS_SHOWN_MAX = 5;
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final String ROW = "%-26s %7s %6s %6s  %-24s %-24s %-9s %6s%n";

  private final PrintWriter out;
  private final boolean live;

  Report(PrintWriter out, boolean live) {
    this.out = out;
    this.live = live;
  }

  void head() {
    row("race", "at once", "calls", "won", "refused", "read back", "", "");
  }

  void progress(Contest contest, int round, int rounds) {
    if (live) {
      out.printf("%s%s: round %d of %d", CLEAR_LINE, contest.name(), round, rounds);
      out.flush();
    }
  }

  void line(Contest contest, Tally tally, Duration took) {
    if (live) {
      out.print(CLEAR_LINE);
    }
    row(
        contest.name(),
        contest.callers(),
        tally.calls(),
        tally.won(),
        refused(tally),
        tally.harmed() + " " + contest.harm(),
        tally.held() ? "held" : "NOT HELD",
        String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0));
    List<String> wrongs = tally.wrongs();
    wrongs.stream().limit(WRONGS_SHOWN_MAX).forEach(wrong -> out.println("    " + wrong));
    if (wrongs.size() > WRONGS_SHOWN_MAX) {
      out.println("    and " + (wrongs.size() - WRONGS_SHOWN_MAX) + " more");
    }
    if (tally.triedAgain() > 0) {
      out.println("    CONTENDED, and sent again as it says: " + tally.triedAgain() + " calls");
    }
    out.flush();
  }

  private static String refused(Tally tally) {
    return tally.refused().isEmpty()
        ? "none"
        : tally.refused().entrySet().stream()
            .map(reason -> reason.getValue() + " " + reason.getKey())
            .collect(Collectors.joining(", "));
  }

  private void row(Object... cells) {
    out.print(String.format(Locale.ROOT, ROW, cells).replaceAll(" +(\\R)$", "$1"));
  }
}
