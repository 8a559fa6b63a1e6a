package dev.corral.booking;

import dev.corral.testing.ProgramDice;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Who and what appears in a program, and the few days and hours in which most of it takes place, so
 * that visits meet. They are days away from now, so that notice and windows do not turn with the
 * second.
 */
record ProgramCast(
    ClinicClock clock,
    List<LocalDate> days,
    int focusMinute,
    boolean overnight,
    List<String> clients,
    List<String> pets,
    List<String> staff,
    List<String> rooms,
    List<String> devices,
    List<String> services) {

  private static final int FAR_DAYS = 700;

  static ProgramCast of(ProgramDice dice) {
    ClinicClock clock =
        new ClinicClock(
            ZoneId.of(
                dice.of(
                    "UTC",
                    "America/Asuncion",
                    "Asia/Kathmandu",
                    "America/New_York",
                    "America/New_York",
                    "Australia/Lord_Howe",
                    "Africa/Cairo",
                    "America/Nuuk",
                    "America/Havana")));
    LocalDate today = LocalDate.now(clock.zone());
    LocalDate base =
        today.plusDays(dice.percent(70) ? dice.between(5, 60) : dice.between(61, FAR_DAYS));
    int focus = dice.of(0, 6 * 60, 9 * 60, 15 * 60, 21 * 60);
    ZoneOffsetTransition change = change(dice, clock.zone());
    if (change != null && dice.percent(65)) {
      base = change.getDateTimeBefore().toLocalDate();
      focus = Math.max(0, change.getDateTimeBefore().getHour() * 60 - 120);
    }
    return new ProgramCast(
        clock,
        List.of(base, base, base, base.plusDays(1)),
        focus,
        dice.percent(40),
        ids(dice, 2),
        ids(dice, dice.between(2, 4)),
        ids(dice, dice.between(1, 3)),
        ids(dice, dice.of(0, 1, 1, 2, 3)),
        ids(dice, dice.of(0, 1, 1, 2)),
        ids(dice, dice.between(1, 4)));
  }

  /** A change of the clocks ahead, or null. */
  private static ZoneOffsetTransition change(ProgramDice dice, ZoneId zone) {
    Instant now = Instant.now();
    Instant from = now.plus(5, ChronoUnit.DAYS);
    ZoneOffsetTransition next = zone.getRules().nextTransition(from);
    for (int i = dice.between(0, 2); i > 0 && next != null; i--) {
      next = zone.getRules().nextTransition(next.getInstant());
    }
    return next == null || next.getInstant().isAfter(now.plus(FAR_DAYS, ChronoUnit.DAYS))
        ? null
        : next;
  }

  private static List<String> ids(ProgramDice dice, int count) {
    return Stream.generate(dice::id).limit(count).toList();
  }

  /** A quarter of an hour, mostly one in the hours in which things happen. */
  int minute(ProgramDice dice) {
    int quarter = dice.percent(70) ? focusMinute / 15 + dice.between(-3, 14) : dice.between(0, 95);
    return Math.clamp(quarter, 0, 95) * 15;
  }

  /** One before most things happen. */
  int earlyMinute(ProgramDice dice) {
    return Math.max(0, focusMinute / 15 - dice.between(0, 12)) * 15;
  }

  String ownerOf(String petId) {
    return clients.get(pets.indexOf(petId) % clients.size());
  }

  String speciesOf(String petId) {
    return pets.indexOf(petId) < 2 ? "dog" : "cat";
  }

  /** What a person calls them. */
  Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    name(names, "client", clients);
    name(names, "pet", pets);
    name(names, "vet", staff);
    name(names, "room", rooms);
    name(names, "device", devices);
    name(names, "service", services);
    return names;
  }

  private static void name(Map<String, String> names, String kind, List<String> ids) {
    List<String> ascending = ids.stream().sorted().toList();
    ids.forEach(id -> names.put(id, kind + (ascending.indexOf(id) + 1)));
  }
}
