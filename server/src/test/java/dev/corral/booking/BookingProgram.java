package dev.corral.booking;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import dev.corral.tenant.v1.TenantSettings;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A clinic and what is done there. The same seed on the same day makes the same program.
 *
 * @param names for people, of the ids that the program made
 */
record BookingProgram(
    long seed, TenantSettings settings, List<ProgramStep> steps, Map<String, String> names) {

  private static final Pattern ID =
      Pattern.compile("\"?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\"?");
  private static final Pattern INSTANT = Pattern.compile("\\{ seconds: (\\d+) \\}");
  private static final Pattern DATE =
      Pattern.compile("\\{ year: (\\d+) month: (\\d+) day: (\\d+) \\}");
  private static final Pattern REQUEST_ID = Pattern.compile("request_id: \\S+ ?");

  BookingProgram with(List<ProgramStep> fewer) {
    return new BookingProgram(seed, settings, List.copyOf(fewer), names);
  }

  ClinicClock clock() {
    return new ClinicClock(ZoneId.of(settings.getTimeZone()));
  }

  /** The program as a person reads it. */
  String text() {
    StringBuilder text = new StringBuilder("clinic " + text(settings));
    for (ProgramStep step : steps) {
      text.append("\n  ")
          .append(step.number())
          .append(". ")
          .append(step.actor().role())
          .append(' ');
      String owner = names.getOrDefault(step.actor().id(), "");
      text.append(owner).append(owner.isEmpty() ? "" : " ").append(text(step));
    }
    return text.toString();
  }

  private String text(ProgramStep step) {
    String about = step.target() < 0 ? "" : " visit of step " + step.target();
    if (step.target() >= 0 && step.versionsAhead() != 0) {
      about += " (version seen + " + step.versionsAhead() + ")";
    }
    if (step.repeats() >= 0) {
      about += " with the request id of step " + step.repeats();
    }
    String what =
        step.request() == null
            ? "the same request again"
            : step.request().getDescriptorForType().getName().replace("Request", "")
                + " "
                + REQUEST_ID.matcher(text(step.request())).replaceFirst("");
    return what + about;
  }

  /** A message on one line, ids by name, instants on the clinic's clock. */
  String text(Message message) {
    ZoneId zone = ZoneId.of(settings.getTimeZone());
    String line = TextFormat.printer().emittingSingleLine(true).printToString(message);
    line = ID.matcher(line).replaceAll(m -> names.getOrDefault(m.group(1), m.group(1)));
    line = DATE.matcher(line).replaceAll(m -> m.group(1) + "-" + m.group(2) + "-" + m.group(3));
    return INSTANT
        .matcher(line)
        .replaceAll(
            m ->
                Instant.ofEpochSecond(Long.parseLong(m.group(1)))
                    .atZone(zone)
                    .toOffsetDateTime()
                    .toString());
  }
}
