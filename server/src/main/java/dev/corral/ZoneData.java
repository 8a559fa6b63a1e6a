package dev.corral;

import dev.corral.kernel.Database;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Whether PostgreSQL and the JVM know the same time zones. America/Asuncion tells: it has kept
 * −03:00 all year since October 2024, which older zone data does not know, and a server with older
 * data would book an hour off.
 */
final class ZoneData {

  private static final String ZONE = "America/Asuncion";
  private static final Instant WINTER = Instant.parse("2025-07-01T12:00:00Z");
  private static final int OFFSET_SECONDS = -3 * 60 * 60;

  private ZoneData() {}

  static void check(Database database) throws Migrations.Refused {
    int jvm = ZoneId.of(ZONE).getRules().getOffset(WINTER).getTotalSeconds();
    Optional<Integer> postgres = database.offsetSeconds(ZONE, WINTER);
    if (jvm != OFFSET_SECONDS || postgres.isEmpty() || postgres.get() != OFFSET_SECONDS) {
      throw new Migrations.Refused(
          "time zone data is too old: update tzdata of "
              + (jvm != OFFSET_SECONDS ? "the JVM" : "PostgreSQL")
              + " (America/Asuncion is not -03:00 on 2025-07-01)",
          null);
    }
  }
}
